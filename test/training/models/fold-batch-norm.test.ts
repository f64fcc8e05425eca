import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/core/random.ts';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';
import { foldBatchNorm } from '../../../training/models/fold-batch-norm.ts';
import { NORMALISATION } from '../../../training/models/input-convention.ts';
import { buildLayersModel } from '../../../training/models/layers-model.ts';
import { packModel, unpackModel } from '../../../training/models/model-files.ts';
import { placeLayers, type LayerDescription, type NetworkDescription } from '../../../src/core/network-description.ts';
import { predictLogits } from '../../../training/scoring/predict-logits.ts';
import { countValues, describeWeights } from '../../../src/core/weight-layout.ts';
import { describeStages, ZOO } from '../../../training/models/zoo.ts';
import { createPerturbedWeights } from '../engines/create-batch.ts';
import { SMALL_RESIDUAL_NETWORK } from '../engines/layer-networks.ts';

/** Noise: more than one batch of prediction. */
function createPixels(count = 70): Uint8Array {
  const random = createRandom(11);
  return Uint8Array.from({ length: count * 48 * 48 }, () => random.next() * 256);
}

function measureLargestDifference(a: Float32Array, b: Float32Array): number {
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));
}

const CONV = { type: 'conv', filters: 3, kernelSize: 3, padding: 'same', bias: false } as const;
const HEAD: LayerDescription[] = [
  { type: 'global-average-pool', name: 'features' },
  { type: 'dense', name: 'logits', units: 7 },
];
const describeNetwork = (...layers: LayerDescription[]): NetworkDescription => ({
  name: 'example',
  input: [48, 48, 1],
  layers: [...layers, ...HEAD],
});

describe('foldBatchNorm', () => {
  beforeAll(prepareWasmBackend);

  it.each<[string, NetworkDescription, number]>([
    ['stages with dropout', describeStages('stages', [[4, 4], [8]], 0.5), 70],
    ['residual blocks', SMALL_RESIDUAL_NETWORK, 70],
    ['the larger network of the page', ZOO.accurate, 2],
    [
      'a convolution with a bias, and a projection',
      describeNetwork(
        { ...CONV, name: 'first', bias: true },
        { type: 'batch-norm', name: 'first_bn' },
        { type: 'dropout', name: 'dropout', rate: 0.5 },
        { ...CONV, name: 'second', stride: 2 },
        { type: 'batch-norm', name: 'second_bn' },
        { ...CONV, name: 'projection', from: 'dropout', kernelSize: 1, stride: 2 },
        { type: 'batch-norm', name: 'projection_bn' },
        { type: 'add', name: 'sum', with: 'second_bn' },
      ),
      20,
    ],
  ])('leaves the logits as they were: %s', (_, network, count) => {
    const weights = createPerturbedWeights(network);
    const pixels = createPixels(count);
    const expected = predictLogits(buildLayersModel(network, weights), pixels, NORMALISATION).votes;
    const folded = foldBatchNorm({ network, weights });
    const actual = predictLogits(buildLayersModel(folded.network, folded.weights), pixels, NORMALISATION).votes;
    const largest = Math.max(...expected.map(Math.abs));
    expect(largest).toBeGreaterThan(0.1);
    expect(measureLargestDifference(actual, expected) / Math.max(1, largest)).toBeLessThan(1e-4);
  });

  it('leaves no batch norm and no dropout, and a bias for each filter', () => {
    const { network, weights } = foldBatchNorm({ network: ZOO.fast, weights: createPerturbedWeights(ZOO.fast) });
    const types = new Set(placeLayers(network).map(({ layer }) => layer.type));
    expect(types).toEqual(new Set(['conv', 'activation', 'max-pool', 'global-average-pool', 'dense']));
    expect(weights.length).toBe(countValues(describeWeights(network)));
    expect(describeWeights(network).every((slot) => slot.trainable)).toBe(true);
  });

  it('leaves a network without batch norm as it was', () => {
    const weights = createPerturbedWeights(ZOO.lenet5);
    expect(foldBatchNorm({ network: ZOO.lenet5, weights }).weights).toEqual(weights);
  });

  it.each<[string, NetworkDescription]>([
    ['of the input', describeNetwork({ type: 'batch-norm', name: 'bn' })],
    [
      'of a convolution that something else takes too',
      describeNetwork(
        { ...CONV, name: 'conv' },
        { type: 'batch-norm', name: 'bn' },
        { type: 'add', name: 'sum', with: 'conv' },
      ),
    ],
  ])('refuses a batch norm %s', (_, network) => {
    const weights = createPerturbedWeights(network);
    expect(() => foldBatchNorm({ network, weights })).toThrow(/batch norm bn cannot be folded/);
  });

  it('survives packing as float16, at half the bytes', async () => {
    const network = describeStages('stages', [[4, 4], [8]], 0.5);
    const folded = foldBatchNorm({ network, weights: createPerturbedWeights(network) });
    const deployed = buildLayersModel(folded.network, folded.weights);
    const files = await packModel(deployed);
    expect(files.weights.length).toBe(folded.weights.length * 2);
    const pixels = createPixels();
    const expected = predictLogits(deployed, pixels, NORMALISATION).votes;
    const actual = predictLogits(await unpackModel(files), pixels, NORMALISATION).votes;
    expect(measureLargestDifference(actual, expected)).toBeLessThan(2e-2);
    expect(measureLargestDifference(actual, expected)).toBeGreaterThan(0);
  });
});
