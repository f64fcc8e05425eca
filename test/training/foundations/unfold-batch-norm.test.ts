import { beforeAll, describe, expect, it } from 'vitest';
import { normalise } from '../../../src/core/preprocess.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { createOnnxGradientFunction } from '../../../training/engines/onnxruntime/onnx-gradient-function.ts';
import { measureChannels } from '../../../training/foundations/measure-channels.ts';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';
import { foldBatchNorm } from '../../../training/models/fold-batch-norm.ts';
import { NORMALISATION } from '../../../training/models/input-convention.ts';
import { buildLayersModel } from '../../../training/models/layers-model.ts';
import type { NetworkDescription } from '../../../src/core/network-description.ts';
import { predictLogits } from '../../../training/scoring/predict-logits.ts';
import { unfoldBatchNorm } from '../../../training/foundations/unfold-batch-norm.ts';
import { describeWeights, viewSlot } from '../../../src/core/weight-layout.ts';
import { createInitialWeights } from '../../../src/core/initial-weights.ts';
import { addLabelHead, ZOO } from '../../../training/models/zoo.ts';
import { measureDifference, measureLargestDifference } from '../engines/compare-values.ts';
import { createBatch, createPerturbedWeights } from '../engines/create-batch.ts';
import { SMALL_RESIDUAL_NETWORK } from '../engines/layer-networks.ts';

const { pixels } = createSyntheticFaces(4, 5);
const ROWS = 28;
const IMAGES = new Float32Array(pixels.length);
normalise(pixels, NORMALISATION, IMAGES);

/** In two batches. */
async function* cutImages() {
  await Promise.resolve();
  for (const begin of [0, IMAGES.length / 2]) yield IMAGES.slice(begin, begin + IMAGES.length / 2);
}

/** The network as exported, and unfolded for a network to be trained. */
async function unfold(network: NetworkDescription, trained = network, weights = createPerturbedWeights(network)) {
  const exported = foldBatchNorm({ network, weights });
  const statistics = await measureChannels(exported, ROWS / 2, cutImages());
  return { exported, unfolded: unfoldBatchNorm(trained, exported, statistics, createInitialWeights(trained, 3)) };
}

const predict = (network: NetworkDescription, weights: Float32Array) =>
  predictLogits(buildLayersModel(network, weights), pixels, NORMALISATION);

function viewPart(network: NetworkDescription, weights: Float32Array, name: string): Float32Array {
  const slot = describeWeights(network).find(({ layer, role }) => `${layer} ${role}` === name);
  return viewSlot(weights, slot as NonNullable<typeof slot>);
}

/** With a bias that batch norm makes superfluous, and a convolution that none follows. */
const BIASED: NetworkDescription = {
  name: 'biased',
  input: [48, 48, 1],
  layers: [
    { type: 'conv', name: 'first', filters: 4, kernelSize: 5, stride: 2, padding: 'valid', bias: true },
    { type: 'batch-norm', name: 'bn' },
    { type: 'activation', name: 'relu', activation: 'relu' },
    { type: 'conv', name: 'second', filters: 6, kernelSize: 3, padding: 'same', bias: true },
    { type: 'activation', name: 'tanh', activation: 'tanh' },
    { type: 'global-average-pool', name: 'features' },
    { type: 'dense', name: 'logits', units: 7 },
  ],
};

const DEPTHWISE: NetworkDescription = {
  name: 'depthwise',
  input: [48, 48, 1],
  layers: [
    { type: 'conv', name: 'stem', filters: 6, kernelSize: 3, stride: 2, padding: 'same', bias: false },
    { type: 'batch-norm', name: 'stem_bn' },
    { type: 'activation', name: 'stem_relu', activation: 'relu' },
    { type: 'depthwise-conv', name: 'depthwise', kernelSize: 3, stride: 2, padding: 'same', bias: false },
    { type: 'batch-norm', name: 'depthwise_bn' },
    { type: 'activation', name: 'depthwise_relu', activation: 'relu' },
    { type: 'conv', name: 'pointwise', filters: 8, kernelSize: 1, padding: 'same', bias: false },
    { type: 'batch-norm', name: 'pointwise_bn' },
    { type: 'activation', name: 'pointwise_relu', activation: 'relu' },
    { type: 'global-average-pool', name: 'features' },
    { type: 'dense', name: 'logits', units: 7 },
  ],
};

describe('unfoldBatchNorm', () => {
  beforeAll(prepareWasmBackend);

  it.each([addLabelHead(SMALL_RESIDUAL_NETWORK), ZOO.fast, BIASED, DEPTHWISE, ZOO.perceptron])(
    'leaves the logits as they were: $name',
    async (network) => {
      const { exported, unfolded } = await unfold(network);
      const expected = predict(exported.network, exported.weights);
      const actual = predict(network, unfolded);
      expect(measureDifference(actual.votes, expected.votes)).toBeLessThan(1e-4);
      expect(actual.labels === null).toBe(expected.labels === null);
      if (actual.labels && expected.labels) {
        expect(measureDifference(actual.labels, expected.labels)).toBeLessThan(1e-4);
      }
    },
  );

  it.each([SMALL_RESIDUAL_NETWORK, BIASED, DEPTHWISE])('has seen what a batch shows: $name', async (network) => {
    const { exported, unfolded } = await unfold(network);
    const { targets, masks } = createBatch(network, ROWS);
    const gradientFunction = await createOnnxGradientFunction(network, ROWS);
    const gradients = new Float32Array(unfolded.length);
    const whole = masks.map((mask) => mask.fill(1)); // no dropout, as in the exported network
    const loss = await gradientFunction.compute({ images: IMAGES, targets, masks: whole }, unfolded, gradients);
    await gradientFunction.dispose();
    // Running statistics that do not move under the batch that they were measured on are the batch's own.
    const isStatistic = describeWeights(network).filter((slot) => !slot.trainable);
    const moved = Float32Array.from(unfolded);
    for (const slot of isStatistic) viewSlot(moved, slot).set(viewSlot(gradients, slot));
    expect(measureLargestDifference(network, moved, unfolded).difference).toBeLessThan(1e-3);

    const reference = await createOnnxGradientFunction(exported.network, ROWS);
    const folded = new Float32Array(exported.weights.length);
    const expected = await reference.compute({ images: IMAGES, targets, masks: [] }, exported.weights, folded);
    await reference.dispose();
    expect(loss).toBeCloseTo(expected, 3);
  });

  it('gives each filter the length of a new one', async () => {
    const { unfolded } = await unfold(SMALL_RESIDUAL_NETWORK);
    const kernel = viewPart(SMALL_RESIDUAL_NETWORK, unfolded, 'conv1a kernel');
    for (let k = 0; k < 16; k++) {
      expect(Math.hypot(...kernel.filter((_, i) => i % 16 === k))).toBeCloseTo(Math.SQRT2, 5);
    }
  });

  it('draws dead filters anew, and still computes the same', async () => {
    const network = SMALL_RESIDUAL_NETWORK;
    const weights = createPerturbedWeights(network);
    viewPart(network, weights, 'bn0b gamma')[2] = 0;
    const { exported, unfolded } = await unfold(network, network, weights);
    expect(viewPart(network, unfolded, 'bn0b gamma')[2]).toBe(0);
    const ofFilter = (vector: Float32Array) => viewPart(network, vector, 'conv0b kernel').filter((_, i) => i % 8 === 2);
    expect(ofFilter(unfolded)).toEqual(ofFilter(createInitialWeights(network, 3)));
    const expected = predict(exported.network, exported.weights).votes;
    expect(measureDifference(predict(network, unfolded).votes, expected)).toBeLessThan(1e-4);
  });

  it('is not disturbed by a filter whose output never changes', async () => {
    const network = SMALL_RESIDUAL_NETWORK;
    const weights = createPerturbedWeights(network);
    // Nothing passes the ReLU before the filters of conv0b.
    viewPart(network, weights, 'bn0a gamma').fill(1e-3);
    viewPart(network, weights, 'bn0a beta').fill(-5);
    const { exported, unfolded } = await unfold(network, network, weights);
    expect([...viewPart(network, unfolded, 'bn0b variance')]).toEqual(new Array(8).fill(0));
    const expected = predict(exported.network, exported.weights).votes;
    expect(measureDifference(predict(network, unfolded).votes, expected)).toBeLessThan(1e-4);
  });

  it('leaves a new head as it was drawn, and takes the other one over', async () => {
    const two = addLabelHead(SMALL_RESIDUAL_NETWORK);
    const { exported, unfolded } = await unfold(SMALL_RESIDUAL_NETWORK, two);
    const expected = predict(exported.network, exported.weights);
    expect(measureDifference(predict(two, unfolded).votes, expected.votes)).toBeLessThan(1e-4);
    const ofNewHead = (weights: Float32Array) => viewPart(two, weights, 'logits kernel').filter((_, i) => i % 14 >= 7);
    expect(ofNewHead(unfolded)).toEqual(ofNewHead(createInitialWeights(two, 3)));
    expect([...viewPart(two, unfolded, 'logits bias').subarray(7)]).toEqual(new Array(7).fill(0));
  });
});
