import { describe, expect, it } from 'vitest';
import { describeWeights, viewSlot, type WeightSlot } from '../../src/core/weight-layout.ts';
import { createInitialWeights } from '../../src/core/initial-weights.ts';
import { EXAMPLE_NETWORK } from './example-network.ts';

const slots = describeWeights(EXAMPLE_NETWORK);
const find = (layer: string, role: string) =>
  slots.find((slot) => slot.layer === layer && slot.role === role) as WeightSlot;

describe('createInitialWeights', () => {
  const weights = createInitialWeights(EXAMPLE_NETWORK, 4);
  const measureDeviation = (slot: WeightSlot) =>
    Math.sqrt(viewSlot(weights, slot).reduce((sum, value) => sum + value ** 2, 0) / slot.size);

  it('draws filters He-normal, the last matrix smaller', () => {
    expect(measureDeviation(find('conv1', 'kernel'))).toBeCloseTo(Math.sqrt(2 / 75), 2);
    expect(measureDeviation(find('conv2', 'kernel'))).toBeCloseTo(Math.sqrt(2 / 576), 2);
    expect(measureDeviation(find('hidden', 'kernel')) / Math.sqrt(2 / 32)).toBeCloseTo(1, 1);
    expect(measureDeviation(find('logits', 'kernel')) / Math.sqrt(1 / 64)).toBeCloseTo(1, 0);
    expect(measureDeviation(find('logits', 'kernel'))).toBeLessThan(Math.sqrt(1.5 / 64));
  });

  it('begins batch norm as the identity, biases at 0', () => {
    const valuesOf = (layer: string, role: string) => new Set(viewSlot(weights, find(layer, role)));
    expect(valuesOf('bn1', 'gamma')).toEqual(new Set([1]));
    expect(valuesOf('bn1', 'variance')).toEqual(new Set([1]));
    expect(valuesOf('bn1', 'beta')).toEqual(new Set([0]));
    expect(valuesOf('bn1', 'mean')).toEqual(new Set([0]));
    expect(valuesOf('conv2', 'bias')).toEqual(new Set([0]));
  });

  it('is decided by the seed', () => {
    expect(createInitialWeights(EXAMPLE_NETWORK, 4)).toEqual(weights);
    expect(createInitialWeights(EXAMPLE_NETWORK, 5)).not.toEqual(weights);
  });
});
