import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Where one weight tensor of a network lies in the flat vector that holds all of them. */
export interface WeightSlot {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
  /** Learnt by gradient; else a running statistic of batch norm. */
  readonly trainable: boolean;
  /** Weight decay applies to filters and matrices, not to biases and batch norm. */
  readonly decays: boolean;
}

/** The slots of all weights of a network, in the order of `model.weights`. */
export function describeWeights(model: LayersModel): WeightSlot[] {
  const trainable = new Set(model.trainableWeights.map((weight) => weight.id));
  let offset = 0;
  return model.weights.map((weight) => {
    const shape = weight.shape as number[];
    const size = shape.reduce((product, length) => product * length, 1);
    const slot = {
      name: weight.originalName,
      shape,
      offset,
      size,
      trainable: trainable.has(weight.id),
      decays: trainable.has(weight.id) && shape.length > 1,
    };
    offset += size;
    return slot;
  });
}

/** Number of values in the flat vector. */
export function countValues(slots: readonly WeightSlot[]): number {
  return slots.reduce((sum, slot) => sum + slot.size, 0);
}

/** Copies the flat vector into the network. */
export function loadWeights(model: LayersModel, slots: readonly WeightSlot[], flat: Float32Array): void {
  tf.tidy(() => {
    // slice copies: tfjs on wasm may keep the array that it is given, and `flat` can be shared between threads.
    model.setWeights(
      slots.map((slot) => tf.tensor(flat.slice(slot.offset, slot.offset + slot.size), [...slot.shape], 'float32')),
    );
  });
}

/** Copies the network's weights into the flat vector. */
export function storeWeights(model: LayersModel, slots: readonly WeightSlot[], flat: Float32Array): void {
  model.weights.forEach((weight, index) => {
    flat.set(weight.read().dataSync<'float32'>(), (slots[index] as WeightSlot).offset);
  });
}
