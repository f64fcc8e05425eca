import * as tf from '@tensorflow/tfjs-core';
import {
  createDepthwiseFilterGradient,
  createFilterGradient,
  createInputGradient,
} from './wasm-convolution-gradients.ts';
import { replaceKernel } from './wasm-kernels.ts';
import { computeMaxPoolGradient } from './wasm-max-pool-gradient.ts';

/**
 * Gives the tfjs wasm backend what it lacks to train a CNN: the gradient of a convolution with respect to its
 * filter (missing), the one with respect to its input (there, but ten times slower than a convolution), both of a
 * depthwise convolution (missing), that of max pooling (there, but wrong below 0), and a batch norm gradient that
 * broadcasts instead of tiling. Convolution gradients are written as convolutions, which the backend runs by XNNPACK, but
 * for that of a depthwise filter, which is a sum of products.
 *
 * @throws Error if the wasm backend is not registered
 */
export function registerGradientKernels(): void {
  replaceKernel('Conv2DBackpropFilter', createFilterGradient());
  replaceKernel('Conv2DBackpropInput', createInputGradient(false));
  replaceKernel('DepthwiseConv2dNativeBackpropFilter', createDepthwiseFilterGradient());
  replaceKernel('DepthwiseConv2dNativeBackpropInput', createInputGradient(true));
  replaceKernel('MaxPoolGrad', computeMaxPoolGradient);
  replaceBatchNormGradient();
}

/** The gradient of tfjs repeats mean and variance over the whole batch with Tile; broadcasting does the same faster. */
function replaceBatchNormGradient(): void {
  tf.unregisterGradient('FusedBatchNorm');
  tf.registerGradient({
    kernelName: 'FusedBatchNorm',
    inputsToSave: ['x', 'mean', 'variance', 'scale'],
    gradFunc: (upstream, saved, attrs) => {
      const dy = upstream as tf.Tensor;
      const [x, mean, variance, scale] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const { varianceEpsilon } = attrs as unknown as { varianceEpsilon: number };
      const axes = x.shape.slice(0, -1).map((_, axis) => axis);
      const inverseStd = () => tf.rsqrt(tf.add(variance, varianceEpsilon));
      const centredSum = () => tf.sum(tf.mul(dy, tf.sub(x, mean)), axes);
      return {
        x: () => tf.mul(dy, tf.mul(inverseStd(), scale)),
        mean: () => tf.mul(tf.neg(tf.mul(inverseStd(), scale)), tf.sum(dy, axes)),
        variance: () =>
          tf.mul(centredSum(), tf.mul(tf.pow(tf.add(variance, varianceEpsilon), -1.5), tf.mul(scale, -0.5))),
        scale: () => tf.mul(centredSum(), inverseStd()),
        offset: () => tf.sum(dy, axes),
      };
    },
  });
}
