import { describe, expect, it } from 'vitest';
import { EXPRESSION_COUNT } from '../../../src/core/expressions.ts';
import { HEADS } from '../../../src/core/heads.ts';
import { INPUT_SIZE } from '../../../src/core/preprocess.ts';
import { countCost } from '../../../src/core/count-cost.ts';
import { foldBatchNorm } from '../../../training/models/fold-batch-norm.ts';
import { countOutputs, listHeads, placeLayers } from '../../../src/core/network-description.ts';
import { createInitialWeights } from '../../../src/core/initial-weights.ts';
import { addLabelHead, describeStages, ZOO, keepFirstHead } from '../../../training/models/zoo.ts';

const BYTES_OF_FLOAT16 = 2;
const MEGABYTE = 1e6;

/** What the page would download and run. */
function countDeployedCost(name: keyof typeof ZOO) {
  const network = ZOO[name];
  return countCost(foldBatchNorm({ network, weights: createInitialWeights(network, 1) }).network);
}

describe('the zoo', () => {
  it.each(Object.values(ZOO).map((network) => [network.name, network] as const))('%s reads faces', (name, network) => {
    expect(ZOO).toHaveProperty(name, network);
    expect(network.input).toEqual([INPUT_SIZE, INPUT_SIZE, 1]);
    expect(countOutputs(network)).toBe(EXPRESSION_COUNT);
  });

  it('counts by hand what is deployed', () => {
    expect(countDeployedCost('perceptron').parameters).toBe(2304 * 7 + 7);
    expect(countDeployedCost('mlp').parameters).toBe(2304 * 128 + 128 + 128 * 7 + 7);
    const lenet5 = 25 * 6 + 6 + (25 * 6 * 16 + 16) + (9 * 9 * 16 * 120 + 120) + (120 * 84 + 84) + (84 * 7 + 7);
    expect(countDeployedCost('lenet5').parameters).toBe(lenet5);
    expect(countDeployedCost('fast').parameters).toBe(441_719);
    const fastMacs =
      48 ** 2 * 9 * (1 * 16 + 16 * 16) +
      24 ** 2 * 9 * (16 * 32 + 32 * 32) +
      12 ** 2 * 9 * (32 * 64 + 64 * 64) +
      6 ** 2 * 9 * (64 * 128 + 128 * 128 * 2) +
      128 * 7;
    expect(countDeployedCost('fast').macs).toBe(fastMacs);
    expect(fastMacs / 1e6).toBeCloseTo(34.8, 1);
  });

  it.each([
    { name: 'fast', bytes: 1 * MEGABYTE, macs: 40e6 },
    { name: 'accurate', bytes: 5 * MEGABYTE, macs: 250e6 },
  ] as const)('$name keeps within its limits', ({ name, bytes, macs }) => {
    const cost = countDeployedCost(name);
    expect(cost.parameters * BYTES_OF_FLOAT16).toBeLessThanOrEqual(bytes);
    expect(cost.macs).toBeLessThanOrEqual(macs);
  });
});

describe('addLabelHead', () => {
  it('gives seven more outputs, for the labels', () => {
    const network = addLabelHead(ZOO.fast);
    expect(countOutputs(network)).toBe(2 * EXPRESSION_COUNT);
    expect(listHeads(network).map(({ name }) => name)).toEqual([...HEADS]);
    expect(countCost(network).parameters - countCost(ZOO.fast).parameters).toBe(128 * 7 + 7);
  });

  it('can be taken off again', () => {
    expect(keepFirstHead(addLabelHead(ZOO.fast))).toEqual(ZOO.fast);
    expect(keepFirstHead(ZOO.fast)).toBe(ZOO.fast);
  });

  it('is for networks of one head', () => {
    expect(() => addLabelHead(addLabelHead(ZOO.fast))).toThrow(RangeError);
  });
});

describe('describeStages', () => {
  it('pools between the stages, and leaves out a dropout of 0', () => {
    const network = describeStages('example', [[4, 8], [16]], 0);
    expect(placeLayers(network).map(({ layer, outputShape }) => `${layer.type} ${outputShape.join('x')}`)).toEqual([
      'conv 48x48x4',
      'batch-norm 48x48x4',
      'activation 48x48x4',
      'conv 48x48x8',
      'batch-norm 48x48x8',
      'activation 48x48x8',
      'max-pool 24x24x8',
      'conv 24x24x16',
      'batch-norm 24x24x16',
      'activation 24x24x16',
      'global-average-pool 16',
      'dense 7',
    ]);
    expect(describeStages('example', [[4]], 0.25).layers).toContainEqual({
      type: 'dropout',
      name: 'dropout',
      rate: 0.25,
    });
  });
});
