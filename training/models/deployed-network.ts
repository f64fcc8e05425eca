import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';
import { INPUT_SIZE } from '../../src/core/preprocess.ts';
import type { NetworkConfig } from './network.ts';

/** tfjs-layers' default, added to the variance before its root. */
const BATCH_NORM_EPSILON = 1e-3;

/**
 * The network as the page runs it: every batch norm is folded into the convolution before it, filter and bias
 * scaled by gamma / sqrt(variance + epsilon), so each convolution with its ReLU is one operation.
 *
 * @param trained `full` of the trainable network that `config` describes
 * @returns [n, 48, 48, 1] normalised pixels -> [n, 7] logits
 */
export function foldBatchNorm(trained: LayersModel, config: NetworkConfig): LayersModel {
  const deployed = buildDeployedNetwork(config);
  tf.tidy(() => {
    config.stages.forEach((stage, s) => {
      stage.forEach((_, c) => {
        const name = `stage${s + 1}_conv${c + 1}`;
        const [kernel] = trained.getLayer(name).getWeights() as [tf.Tensor4D];
        const [gamma, beta, mean, variance] = trained.getLayer(`${name}_bn`).getWeights() as [
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
        ];
        const scale = tf.div(gamma, tf.sqrt(tf.add(variance, BATCH_NORM_EPSILON)));
        deployed.getLayer(name).setWeights([tf.mul(kernel, scale), tf.sub(beta, tf.mul(mean, scale))]);
      });
    });
    deployed.getLayer('logits').setWeights(trained.getLayer('logits').getWeights());
  });
  return deployed;
}

function buildDeployedNetwork(config: NetworkConfig): LayersModel {
  const image = input({ shape: [INPUT_SIZE, INPUT_SIZE, 1], name: 'image' });
  let x = image;
  config.stages.forEach((stage, s) => {
    if (s > 0) x = layers.maxPooling2d({ poolSize: 2, name: `pool${s}` }).apply(x) as SymbolicTensor;
    stage.forEach((filters, c) => {
      const name = `stage${s + 1}_conv${c + 1}`;
      x = layers
        .conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu', name })
        .apply(x) as SymbolicTensor;
    });
  });
  x = layers.globalAveragePooling2d({ name: 'features' }).apply(x) as SymbolicTensor;
  const logits = layers.dense({ units: EXPRESSION_COUNT, name: 'logits' }).apply(x) as SymbolicTensor;
  return model({ inputs: image, outputs: logits, name: 'expression' });
}

/** Multiply-accumulates of one face through the convolutions and the dense layer. */
export function countMacs(deployed: LayersModel): number {
  return deployed.layers.reduce((sum, layer) => {
    const kernel = layer.weights.find((weight) => weight.shape.length > 1);
    if (!kernel) return sum;
    const products = (kernel.shape as number[]).reduce((product, length) => product * length, 1);
    const positions = (layer.outputShape as number[]).slice(1, -1).reduce((product, length) => product * length, 1);
    return sum + products * positions;
  }, 0);
}
