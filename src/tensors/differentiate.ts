import * as tf from '@tensorflow/tfjs-core';
import { BATCH_NORM_MOMENTUM, type NetworkDescription } from '../core/network-description.ts';
import { describeWeights, viewSlot, type WeightRole, type WeightSlot } from '../core/weight-layout.ts';
import { applyNetwork, type FindWeight, type TrainingPass } from './apply-network.ts';

/** A network's weights on the current backend, slot by slot. */
export interface WeightTensors {
  readonly slots: readonly WeightSlot[];
  /** In the order of the slots. */
  readonly tensors: readonly tf.Tensor[];
  readonly find: FindWeight;
}

/** Copies the flat vector onto the current backend. */
export function createWeightTensors(network: NetworkDescription, weights: Float32Array): WeightTensors {
  const slots = describeWeights(network);
  const tensors = slots.map((slot) => createTensor(viewSlot(weights, slot), slot.shape));
  const indices = new Map(slots.map(({ layer, role }, index) => [nameOf(layer, role), index]));
  const find: FindWeight = (layer, role) => tensors[indices.get(nameOf(layer, role)) ?? -1] as tf.Tensor;
  return { slots, tensors, find };
}

/** Copies values: a backend may read them later, and they can be shared between threads. */
export function createTensor(values: Float32Array, shape: readonly number[]): tf.Tensor {
  return tf.tensor(values.slice(), [...shape], 'float32');
}

/**
 * Backpropagation: reverse-mode differentiation along the forward pass of `applyNetwork` (Rumelhart et al. 1986).
 *
 * Call it in a `tf.tidy`.
 *
 * @param images rows x height x width x channels
 * @param computeLoss of the logits, rows x outputs
 * @param masks see `TrainingPass.masks`
 * @returns what becomes of the flat vector, slot by slot, then the loss: one tensor, so that it is read at once. Of a slot
 * that is learnt its gradient, of a running statistic its next value
 */
export function differentiate(
  network: NetworkDescription,
  { slots, tensors, find }: WeightTensors,
  images: tf.Tensor4D,
  computeLoss: (logits: tf.Tensor2D) => tf.Scalar,
  masks: TrainingPass['masks'] = [],
): tf.Tensor1D {
  const statistics = new Map<string, tf.Tensor>();
  const report = (layer: string, mean: tf.Tensor, variance: tf.Tensor) => {
    statistics.set(nameOf(layer, 'mean'), tf.keep(mean)).set(nameOf(layer, 'variance'), tf.keep(variance));
  };
  try {
    const trainable = tensors.filter((_, index) => slots[index]?.trainable);
    const { value, grads } = tf.valueAndGrads(() =>
      computeLoss(applyNetwork(network, find, images, { masks, report })),
    )(trainable);
    const gradients = grads.values();
    const parts = slots.map((slot, index) => {
      if (slot.trainable) return gradients.next().value as tf.Tensor;
      const batch = statistics.get(nameOf(slot.layer, slot.role)) as tf.Tensor;
      return tf.add(tf.mul(tensors[index] as tf.Tensor, BATCH_NORM_MOMENTUM), tf.mul(batch, 1 - BATCH_NORM_MOMENTUM));
    });
    return tf.concat1d([...parts, value].map((tensor) => tf.reshape(tensor, [-1])));
  } finally {
    tf.dispose([...statistics.values()]);
  }
}

function nameOf(layer: string, role: WeightRole): string {
  return `${layer} ${role}`;
}
