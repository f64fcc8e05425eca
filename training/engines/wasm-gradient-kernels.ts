import * as tf from '@tensorflow/tfjs-core';

/** The part of the wasm backend that kernels use. */
interface KernelBackend {
  disposeData(dataId: object): void;
}

type Kernel = (params: {
  inputs: Record<string, tf.TensorInfo> | tf.TensorInfo[];
  backend: unknown;
  attrs?: object;
}) => tf.TensorInfo;

/** Images that one filter-gradient convolution takes at a time: it needs memory in proportion. */
const CHUNK_SIZE = 32;

/**
 * Gives the tfjs wasm backend what it lacks to train a CNN: the gradient of a convolution with respect to its
 * filter (missing), the one with respect to its input (there, but ten times slower than a convolution), and a batch
 * norm gradient that broadcasts instead of tiling. Both convolution gradients are written as convolutions, which
 * the backend runs by XNNPACK. Stride 1 only.
 *
 * @throws Error if the wasm backend is not registered
 */
export function registerGradientKernels(): void {
  const conv2D = findKernel('Conv2D');
  const transpose = findKernel('Transpose');
  const reverse = findKernel('Reverse');
  const slice = findKernel('Slice');
  const addN = findKernel('AddN');

  // dL/dfilter[i, j, in, out] = sum over batch and positions of x * dy: a convolution of x with dy as its filter,
  // batch and channel axes swapped.
  const backpropFilter: Kernel = ({ inputs, backend, attrs }) => {
    const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const { filterShape } = attrs as { filterShape: Shape4D };
    const { padInfo } = describeConvolution(x.shape as Shape4D, filterShape, attrs as ConvolutionAttrs);
    const parts: tf.TensorInfo[] = [];
    for (let begin = 0; begin < (x.shape[0] as number); begin += CHUNK_SIZE) {
      const rows = Math.min(CHUNK_SIZE, (x.shape[0] as number) - begin);
      const take = (t: tf.TensorInfo) =>
        slice({
          inputs: { x: t },
          backend,
          attrs: { begin: [begin, 0, 0, 0], size: [rows, ...t.shape.slice(1)] },
        });
      const xPart = take(x);
      const dyPart = take(dy);
      const image = transpose({ inputs: { x: xPart }, backend, attrs: { perm: [3, 1, 2, 0] } });
      const filter = transpose({ inputs: { x: dyPart }, backend, attrs: { perm: [1, 2, 0, 3] } });
      const { top, bottom, left, right } = padInfo;
      parts.push(conv2D({ inputs: { x: image, filter }, backend, attrs: padded(top, bottom, left, right) }));
      dispose(backend, xPart, dyPart, image, filter);
    }
    const sum = parts.length === 1 ? (parts[0] as tf.TensorInfo) : addN({ inputs: parts, backend });
    const gradient = transpose({ inputs: { x: sum }, backend, attrs: { perm: [1, 2, 0, 3] } });
    dispose(backend, sum, ...(parts.length === 1 ? [] : parts));
    return gradient;
  };

  // dL/dx is a convolution of dy with the filter turned by 180 degrees, its channels swapped.
  const backpropInput: Kernel = ({ inputs, backend, attrs }) => {
    const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
    const { inputShape } = attrs as { inputShape: Shape4D };
    const { padInfo } = describeConvolution(inputShape, filter.shape as Shape4D, attrs as ConvolutionAttrs);
    const [rows, columns] = filter.shape as Shape4D;
    const turned = reverse({ inputs: { x: filter }, backend, attrs: { dims: [0, 1] } });
    const swapped = transpose({ inputs: { x: turned }, backend, attrs: { perm: [0, 1, 3, 2] } });
    const { top, bottom, left, right } = padInfo;
    const gradient = conv2D({
      inputs: { x: dy, filter: swapped },
      backend,
      attrs: padded(rows - 1 - top, rows - 1 - bottom, columns - 1 - left, columns - 1 - right),
    });
    dispose(backend, turned, swapped);
    return gradient;
  };

  replaceKernel('Conv2DBackpropFilter', backpropFilter);
  replaceKernel('Conv2DBackpropInput', backpropInput);
  replaceBatchNormGradient();
}

type Shape4D = [number, number, number, number];

interface ConvolutionAttrs {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

function describeConvolution(xShape: Shape4D, filterShape: Shape4D, attrs: ConvolutionAttrs) {
  const info = tf.backend_util.computeConv2DInfo(
    xShape,
    filterShape,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
    false,
    'channelsLast',
  );
  if (info.strideHeight !== 1 || info.strideWidth !== 1) {
    throw new Error('the wasm gradient kernels know convolutions of stride 1 only');
  }
  return info;
}

function padded(top: number, bottom: number, left: number, right: number): object {
  return {
    strides: [1, 1],
    dilations: [1, 1],
    dataFormat: 'NHWC',
    dimRoundingMode: 'floor',
    pad: [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
  };
}

function findKernel(name: string): Kernel {
  const kernel = tf.getKernel(name, 'wasm') as tf.KernelConfig | undefined;
  if (!kernel) throw new Error(`the tfjs wasm backend has no kernel ${name}`);
  return kernel.kernelFunc as unknown as Kernel;
}

function replaceKernel(kernelName: string, kernelFunc: Kernel): void {
  if (tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernelFunc as unknown as tf.KernelFunc });
}

function dispose(backend: unknown, ...tensors: tf.TensorInfo[]): void {
  for (const { dataId } of tensors) (backend as KernelBackend).disposeData(dataId);
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
