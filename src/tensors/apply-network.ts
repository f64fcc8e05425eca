import * as tf from '@tensorflow/tfjs-core';
import {
  BATCH_NORM_EPSILON,
  INPUT,
  placeLayers,
  type LayerDescription,
  type NetworkDescription,
  type PlacedLayer,
} from '../core/network-description.ts';
import type { WeightRole } from '../core/weight-layout.ts';

/** A weight tensor of a layer, in the shape of its `WeightSlot`. */
export type FindWeight = (layer: string, role: WeightRole) => tf.Tensor;

/** What a forward pass does in training only. */
export interface TrainingPass {
  /** One a dropout layer, in the order of the layers: 0 or 1 / (1 - rate), in the shape of what it multiplies. */
  readonly masks: readonly tf.Tensor[];
  /** Is told the statistics of the batch that a batch norm layer uses in place of its running ones. */
  readonly report: (layer: string, mean: tf.Tensor1D, variance: tf.Tensor1D) => void;
}

/**
 * Forward pass with plain tfjs operations, each of which has a gradient.
 *
 * @param images rows x height x width x channels
 * @param training null: batch norm with running statistics, no dropout
 * @returns logits, rows x outputs
 */
export function applyNetwork(
  network: NetworkDescription,
  findWeight: FindWeight,
  images: tf.Tensor4D,
  training: TrainingPass | null,
): tf.Tensor2D {
  return applyLayers(placeLayers(network), findWeight, new Map([[INPUT, images]]), training) as tf.Tensor2D;
}

/**
 * Runs layers one after the other.
 *
 * @param placed at least one, each after those that it takes from
 * @param outputs by name, what layers before these gave, and the network's input; takes in what these give
 * @param onOutput told after each layer
 * @returns what the last one gives
 * @throws RangeError if there is no layer
 */
export function applyLayers(
  placed: readonly PlacedLayer[],
  findWeight: FindWeight,
  outputs: Map<string, tf.Tensor>,
  training: TrainingPass | null,
  onOutput?: (layer: LayerDescription) => void,
): tf.Tensor {
  const masks = training?.masks.values();
  let last: tf.Tensor | undefined;
  for (const { layer, from } of placed) {
    const x = outputs.get(from) as tf.Tensor;
    if (layer.type === 'add') last = tf.add(x, outputs.get(layer.with) as tf.Tensor);
    else if (layer.type === 'batch-norm') last = applyBatchNorm(layer.name, findWeight, x, training);
    else if (layer.type === 'dropout') last = masks ? tf.mul(x, masks.next().value as tf.Tensor) : x;
    else last = applyLayer(layer, findWeight, x);
    outputs.set(layer.name, last);
    onOutput?.(layer);
  }
  if (!last) throw new RangeError('there is no layer to run');
  return last;
}

type PlainLayer = Exclude<LayerDescription, { type: 'add' | 'batch-norm' | 'dropout' }>;

function applyLayer(layer: PlainLayer, findWeight: FindWeight, x: tf.Tensor): tf.Tensor {
  switch (layer.type) {
    case 'conv': {
      const filter = findWeight(layer.name, 'kernel') as tf.Tensor4D;
      const z = tf.conv2d(x as tf.Tensor4D, filter, layer.stride ?? 1, layer.padding);
      return layer.bias ? tf.add(z, findWeight(layer.name, 'bias')) : z;
    }
    case 'depthwise-conv': {
      const filter = findWeight(layer.name, 'kernel') as tf.Tensor4D;
      const z = tf.depthwiseConv2d(x as tf.Tensor4D, filter, layer.stride ?? 1, layer.padding);
      return layer.bias ? tf.add(z, findWeight(layer.name, 'bias')) : z;
    }
    case 'dense':
      return tf.add(tf.matMul(x, findWeight(layer.name, 'kernel')), findWeight(layer.name, 'bias'));
    case 'activation':
      return ACTIVATIONS[layer.activation](x);
    case 'max-pool':
      return tf.maxPool(x as tf.Tensor4D, layer.size, layer.size, 'valid');
    case 'average-pool':
      return tf.avgPool(x as tf.Tensor4D, layer.size, layer.size, 'valid');
    case 'global-average-pool':
      return tf.mean(x, [1, 2]);
    case 'flatten':
      return tf.reshape(x, [x.shape[0], -1]);
    default:
      return layer satisfies never;
  }
}

const ACTIVATIONS = {
  relu: (x: tf.Tensor) => tf.relu(x),
  sigmoid: (x: tf.Tensor) => tf.sigmoid(x),
  tanh: (x: tf.Tensor) => tf.tanh(x),
};

function applyBatchNorm(layer: string, findWeight: FindWeight, x: tf.Tensor, training: TrainingPass | null): tf.Tensor {
  let mean = findWeight(layer, 'mean') as tf.Tensor1D;
  let variance = findWeight(layer, 'variance') as tf.Tensor1D;
  if (training) {
    // The biased variance: its square root makes the batch itself of deviation 1.
    const moments = tf.moments(
      x,
      x.shape.slice(0, -1).map((_, axis) => axis),
    );
    mean = moments.mean as tf.Tensor1D;
    variance = moments.variance as tf.Tensor1D;
    training.report(layer, mean, variance);
  }
  const gamma = findWeight(layer, 'gamma') as tf.Tensor1D;
  const beta = findWeight(layer, 'beta') as tf.Tensor1D;
  return tf.batchNorm(x, mean, variance, beta, gamma, BATCH_NORM_EPSILON);
}
