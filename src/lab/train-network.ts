import * as tf from '@tensorflow/tfjs-core';
import {
  countElements,
  countOutputs,
  INPUT,
  placeLayers,
  type NetworkDescription,
} from '../core/network-description.ts';
import { applyLayers } from '../tensors/apply-network.ts';
import { createTensor, createWeightTensors, differentiate } from '../tensors/differentiate.ts';
import { tidyAll } from '../tensors/tidy-all.ts';
import type { Differentiation, Examples, TrainingPlan, TrainingProgress } from './laboratory.ts';
import { LOSSES, type LossName } from './losses.ts';

/** A weight beyond this says that the learning rate is too large: answers of so few inputs need no such weights. */
export const LARGEST_WEIGHT = 1e4;

/**
 * Runs a network on examples and differentiates their mean loss by every weight.
 *
 * Call it in a `tf.tidy`.
 */
export function differentiateExamples(
  network: NetworkDescription,
  weights: Float32Array,
  examples: Examples,
  loss: LossName,
): Differentiation {
  const { images, targets } = upload(network, examples);
  const tensors = createWeightTensors(network, weights);
  const outputs = new Map<string, tf.Tensor>([[INPUT, images]]);
  applyLayers(placeLayers(network), tensors.find, outputs, null);
  const flat = differentiate(network, tensors, images, (logits) => LOSSES[loss](targets, logits)).dataSync();
  return {
    loss: flat[weights.length] as number,
    gradients: new Float32Array(flat.subarray(0, weights.length)),
    outputs: new Map(Array.from(outputs, ([name, tensor]) => [name, new Float32Array(tensor.dataSync())])),
  };
}

/**
 * Runs a network on examples.
 *
 * Call it in a `tf.tidy`.
 *
 * @param inputs rows x (height x width x channels of the network's input)
 * @returns by the names of the layers that are asked for, rows x features
 */
export function runExamples(
  network: NetworkDescription,
  weights: Float32Array,
  inputs: Float32Array,
  layers: readonly string[],
): ReadonlyMap<string, Float32Array<ArrayBuffer>> {
  const images = createTensor(inputs, [inputs.length / countElements(network.input), ...network.input]);
  const outputs = new Map([[INPUT, images]]);
  applyLayers(placeLayers(network), createWeightTensors(network, weights).find, outputs, null);
  return new Map(layers.map((name) => [name, Float32Array.from((outputs.get(name) as tf.Tensor).dataSync())]));
}

/** Plain gradient descent. */
export function trainNetwork(
  network: NetworkDescription,
  weights: Float32Array<ArrayBuffer>,
  examples: Examples,
  { loss, learningRate, steps, batch }: TrainingPlan,
): TrainingProgress {
  const rows = examples.targets.length / countOutputs(network);
  const losses: number[] = [];
  let current = weights;
  for (let step = 0; step < steps; step++) {
    const seen = batch === 'all' ? examples : pickExample(network, examples, (batch.from + step) % rows);
    const flat = tidyAll(() => {
      const { images, targets } = upload(network, seen);
      const tensors = createWeightTensors(network, current);
      return differentiate(network, tensors, images, (logits) => LOSSES[loss](targets, logits)).dataSync();
    });
    losses.push(flat[weights.length] as number);
    const next = current.map((weight, index) => weight - learningRate * (flat[index] as number));
    // Not a number is not below it either.
    if (!next.every((weight) => Math.abs(weight) <= LARGEST_WEIGHT)) {
      return { weights: current, losses: Float32Array.from(losses), diverged: true };
    }
    current = next;
  }
  return { weights: current, losses: Float32Array.from(losses), diverged: false };
}

function upload(network: NetworkDescription, { inputs, targets }: Examples) {
  const outputs = countOutputs(network);
  const rows = targets.length / outputs;
  return {
    images: createTensor(inputs, [rows, ...network.input]) as tf.Tensor4D,
    targets: createTensor(targets, [rows, outputs]) as tf.Tensor2D,
  };
}

function pickExample(network: NetworkDescription, { inputs, targets }: Examples, row: number): Examples {
  const outputs = countOutputs(network);
  const size = inputs.length / (targets.length / outputs);
  return {
    inputs: inputs.slice(row * size, (row + 1) * size),
    targets: targets.slice(row * outputs, (row + 1) * outputs),
  };
}
