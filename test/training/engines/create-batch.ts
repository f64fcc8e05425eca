import { createRandom, drawGaussian } from '../../../src/core/random.ts';
import type { BatchPart } from '../../../training/engines/gradient-function.ts';
import {
  countElements,
  countOutputs,
  listHeads,
  placeLayers,
  type NetworkDescription,
} from '../../../src/core/network-description.ts';
import { describeWeights, viewSlot } from '../../../src/core/weight-layout.ts';
import { createInitialWeights } from '../../../src/core/initial-weights.ts';

/** Noise as images, soft targets and dropout masks, the same on every run. */
export function createBatch(network: NetworkDescription, rows: number, seed = 3): BatchPart {
  const random = createRandom(seed, 77);
  const outputs = countOutputs(network);
  const images = Float32Array.from({ length: rows * countElements(network.input) }, () => drawGaussian(random));
  const targets = Float32Array.from({ length: rows * outputs }, () => random.next() ** 3);
  for (let begin = 0; begin < targets.length;) {
    for (const head of listHeads(network)) {
      const part = targets.subarray(begin, begin + head.outputs);
      const sum = part.reduce((total, value) => total + value, 0);
      part.forEach((value, k) => (part[k] = value / sum));
      begin += head.outputs;
    }
  }
  const masks = placeLayers(network).flatMap(({ layer, inputShape }) => {
    if (layer.type !== 'dropout') return [];
    const keep = 1 - layer.rate;
    const length = rows * countElements(inputShape);
    return [Float32Array.from({ length }, () => (random.next() < keep ? 1 / keep : 0))];
  });
  return { images, targets, masks };
}

/** Initial weights, perturbed so that no bias is 0 and no batch norm the identity. */
export function createPerturbedWeights(network: NetworkDescription, seed = 5): Float32Array {
  const weights = createInitialWeights(network, seed);
  const random = createRandom(seed, 78);
  for (const slot of describeWeights(network)) {
    const values = viewSlot(weights, slot);
    if (slot.role !== 'kernel') values.forEach((value, i) => (values[i] = value + 0.6 * (random.next() - 0.5)));
  }
  return weights;
}
