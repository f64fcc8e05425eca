import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { BatchPart, GradientFunction } from '../../../training/engines/gradient-function.ts';
import { createOnednnGradientFunction } from '../../../training/engines/onednn/onednn-gradient-function.ts';
import { hasOnednn } from '../../../training/engines/onednn/onednn-library.ts';
import { createGradientFunctionOf } from '../../../training/engines/engine-registry.ts';
import { addLabelHead, describeStages, ZOO } from '../../../training/models/zoo.ts';
import { countElements, type NetworkDescription } from '../../../src/core/network-description.ts';
import { describeWeights } from '../../../src/core/weight-layout.ts';
import type { EngineName } from '../../../training/recipe/train-config.ts';
import { measureDifference, measureLargestDifference } from './compare-values.ts';
import { createBatch, createPerturbedWeights } from './create-batch.ts';
import { LAYER_NETWORKS, POOLING_NETWORKS, SMALL_RESIDUAL_NETWORK } from './layer-networks.ts';
import { differentiateReference, runReference } from './reference-network.ts';

/** The engines that run on any machine, and oneDNN, which `npm test` installs where it can. */
const TESTED_ENGINES: readonly EngineName[] = ['onnxruntime', 'tfjs-wasm', ...(hasOnednn() ? ['onednn' as const] : [])];
/** Largest difference over largest value, of each tensor. */
const TOLERANCE = 1e-3;

/** Loss, gradients with new running statistics in their slots, and logits, of one engine. */
async function runEngine(
  engine: EngineName,
  network: NetworkDescription,
  rows: number,
  batch = createBatch(network, rows),
) {
  return runGradientFunction(await createExactGradientFunction(engine, network, rows), network, batch);
}

/** By 32-bit numbers, whatever the processor is fast with. */
async function createExactGradientFunction(engine: EngineName, network: NetworkDescription, rows: number) {
  return engine === 'onednn'
    ? createOnednnGradientFunction(network, rows, 'f32')
    : createGradientFunctionOf(engine)(network, rows);
}

async function runGradientFunction(gradientFunction: GradientFunction, network: NetworkDescription, batch: BatchPart) {
  const weights = createPerturbedWeights(network);
  const gradients = new Float32Array(weights.length).fill(NaN);
  const loss = await gradientFunction.compute(batch, weights, gradients);
  const logits = await gradientFunction.predict(batch.images, weights);
  await gradientFunction.dispose();
  return { loss, gradients, logits };
}

describe.each(TESTED_ENGINES)('gradients of %s against finite differences in double precision', (engine) => {
  it.each(LAYER_NETWORKS.map((network) => [network.name, network] as const))('%s', async (_, network) => {
    const rows = 3;
    const weights = createPerturbedWeights(network);
    const batch = createBatch(network, rows);
    const doubles = Float64Array.from(weights);
    const trained = runReference(network, batch, doubles, true);
    const expected = differentiateReference(network, batch, weights);
    for (const { layer, role, trainable, offset, size } of describeWeights(network)) {
      // A network whose units are all dead would prove nothing.
      expect(!trainable || expected.subarray(offset, offset + size).some((value) => Math.abs(value) > 1e-4)).toBe(true);
      if (!trainable) expected.set(trained.statistics.get(`${layer} ${role}`) as Float64Array, offset);
    }

    const { loss, gradients, logits } = await runEngine(engine, network, rows);
    expect(loss).toBeCloseTo(trained.loss, 4);
    const worst = measureLargestDifference(network, gradients, expected);
    expect(worst.difference, worst.tensor).toBeLessThan(TOLERANCE);
    const predicted = runReference(network, batch, doubles, false).logits;
    expect(measureDifference(logits, predicted)).toBeLessThan(TOLERANCE);
  });
});

describe.each(TESTED_ENGINES)('%s on flat pictures, whose squares have several largest values', (engine) => {
  it.each(POOLING_NETWORKS.map((network) => [network.name, network] as const))('%s', async (_, network) => {
    const rows = 2;
    const { targets, masks } = createBatch(network, rows);
    const images = new Float32Array(rows * countElements(network.input)).fill(0.5);
    const batch = { images, targets, masks };
    const expected = differentiateReference(network, batch, createPerturbedWeights(network));
    const { gradients } = await runEngine(engine, network, rows, batch);
    const worst = measureLargestDifference(network, gradients, expected);
    expect(worst.difference, worst.tensor).toBeLessThan(TOLERANCE);
  });
});

describe('all engines on the same batch', () => {
  const networks: [NetworkDescription, number][] = [
    [ZOO.lenet5, 4],
    [describeStages('smoke', [[8], [16], [32], [32]], 0), 8],
    [SMALL_RESIDUAL_NETWORK, 6],
    [addLabelHead(ZOO.fast), 6],
    [ZOO.accurate, 2],
  ];
  it.each(networks.map(([network, rows]) => [network.name, network, rows] as const))(
    'agree on %s',
    async (...example) => {
      const [, network, rows] = example;
      const expected = await runEngine('onnxruntime', network, rows);
      for (const engine of TESTED_ENGINES.slice(1)) {
        const actual = await runEngine(engine, network, rows);
        expect(actual.loss).toBeCloseTo(expected.loss, 4);
        const worst = measureLargestDifference(network, actual.gradients, expected.gradients);
        expect(worst.difference, `${engine}: ${worst.tensor}`).toBeLessThan(TOLERANCE);
        expect(measureDifference(actual.logits, expected.logits)).toBeLessThan(TOLERANCE);
      }
    },
  );
});

describe('the tfjs engine', () => {
  it('keeps no tensors, and gives the same bytes again', async () => {
    const network = SMALL_RESIDUAL_NETWORK;
    const first = await runEngine('tfjs-wasm', network, 4);
    const { numTensors, numBytes } = tf.memory();
    const second = await runEngine('tfjs-wasm', network, 4);
    expect(second).toEqual(first);
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
  });

  it('takes weights that threads share, and leaves them as they are', async () => {
    const network = LAYER_NETWORKS[0] as NetworkDescription;
    const gradientFunction = await createGradientFunctionOf('tfjs-wasm')(network, 2);
    const weights = new Float32Array(new SharedArrayBuffer(createPerturbedWeights(network).byteLength));
    weights.set(createPerturbedWeights(network));
    const before = weights.slice();
    await gradientFunction.compute(createBatch(network, 2), weights, new Float32Array(weights.length));
    expect(weights).toEqual(before);
  });
});
