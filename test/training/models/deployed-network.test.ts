import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareWasmBackend } from '../../../training/engines/wasm-backend.ts';
import { countMacs, foldBatchNorm } from '../../../training/models/deployed-network.ts';
import { NORMALISATION } from '../../../training/models/input-convention.ts';
import { packModel, unpackModel } from '../../../training/models/model-files.ts';
import { buildNetwork } from '../../../training/models/network.ts';
import { predictLogits } from '../../../training/models/predict-logits.ts';
import { countValues, describeWeights, loadWeights, storeWeights } from '../../../training/models/weight-layout.ts';
import { createRandom } from '../../../training/data/random.ts';

const CONFIG = { stages: [[4, 4], [8]] };

/** A network whose batch norm does something, and 70 pictures of noise: more than one batch of prediction. */
function createExample() {
  const network = buildNetwork(CONFIG, 5).full;
  const slots = describeWeights(network);
  const weights = new Float32Array(countValues(slots));
  storeWeights(network, slots, weights);
  const random = createRandom(11);
  for (const slot of slots) {
    if (slot.shape.length > 1) continue;
    for (let i = slot.offset; i < slot.offset + slot.size; i++) weights[i] = 0.5 + random.next();
  }
  loadWeights(network, slots, weights);
  const pixels = Uint8Array.from({ length: 70 * 48 * 48 }, () => random.next() * 256);
  return { network, slots, weights, pixels };
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));
}

describe('the deployed network', () => {
  beforeAll(prepareWasmBackend);

  it('gives the logits of the trained one after folding', () => {
    const { network, pixels } = createExample();
    const expected = predictLogits(network, pixels, NORMALISATION);
    const actual = predictLogits(foldBatchNorm(network, CONFIG), pixels, NORMALISATION);
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.1);
    expect(largestDifference(actual, expected)).toBeLessThan(1e-4);
  });

  it('survives packing as float16, at half the bytes', async () => {
    const { network, pixels } = createExample();
    const deployed = foldBatchNorm(network, CONFIG);
    const files = await packModel(deployed);
    const loaded = await unpackModel(files);
    expect(files.weights.length).toBe(deployed.countParams() * 2);
    const expected = predictLogits(deployed, pixels, NORMALISATION);
    expect(largestDifference(predictLogits(loaded, pixels, NORMALISATION), expected)).toBeLessThan(2e-2);
  });

  it('counts multiply-accumulates by hand', () => {
    const deployed = foldBatchNorm(buildNetwork(CONFIG, 1).full, CONFIG);
    const macs = 48 * 48 * 9 * (1 * 4 + 4 * 4) + 24 * 24 * 9 * 4 * 8 + 8 * 7;
    expect(countMacs(deployed)).toBe(macs);
  });

  it('does not leak tensors', () => {
    const { network, pixels } = createExample();
    const before = tf.memory().numTensors;
    predictLogits(network, pixels, NORMALISATION);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the weight layout', () => {
  it('copies weights out and in unchanged', () => {
    const { network, slots, weights } = createExample();
    const copy = new Float32Array(weights.length);
    storeWeights(network, slots, copy);
    expect(copy).toEqual(weights);
    expect(slots.filter((slot) => !slot.trainable).length).toBe(6); // mean and variance of three batch norms
    expect(slots.filter((slot) => slot.decays).length).toBe(4); // three filters and a matrix
  });
});
