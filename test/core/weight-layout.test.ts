import { describe, expect, it } from 'vitest';
import { countValues, describeWeights, viewSlot, type WeightSlot } from '../../src/core/weight-layout.ts';
import { EXAMPLE_NETWORK } from './example-network.ts';

const slots = describeWeights(EXAMPLE_NETWORK);
const find = (layer: string, role: string) =>
  slots.find((slot) => slot.layer === layer && slot.role === role) as WeightSlot;

describe('describeWeights', () => {
  it('lists layer after layer, within a layer as tfjs does', () => {
    expect(slots.map(({ layer, role, shape }) => [layer, role, shape])).toEqual([
      ['conv1', 'kernel', [5, 5, 3, 64]],
      ['bn1', 'gamma', [64]],
      ['bn1', 'beta', [64]],
      ['bn1', 'mean', [64]],
      ['bn1', 'variance', [64]],
      ['conv2', 'kernel', [3, 3, 64, 32]],
      ['conv2', 'bias', [32]],
      ['hidden', 'kernel', [32, 64]],
      ['hidden', 'bias', [64]],
      ['logits', 'kernel', [64, 7]],
      ['logits', 'bias', [7]],
    ]);
  });

  it('leaves no gap', () => {
    let offset = 0;
    for (const slot of slots) {
      expect(slot.offset).toBe(offset);
      offset += slot.size;
    }
    expect(countValues(slots)).toBe(offset);
    expect(offset).toBe(75 * 64 + 4 * 64 + 576 * 32 + 32 + 32 * 64 + 64 + 64 * 7 + 7);
  });

  it('says what is learnt, what decays and what an output sums over', () => {
    expect(slots.filter((slot) => !slot.trainable).map(({ role }) => role)).toEqual(['mean', 'variance']);
    expect(slots.filter((slot) => slot.decays).map(({ fanIn }) => fanIn)).toEqual([75, 576, 32, 64]);
    expect(find('bn1', 'gamma').fanIn).toBe(0);
  });
});

describe('viewSlot', () => {
  it('is a view, not a copy', () => {
    const flat = new Float32Array(countValues(slots));
    viewSlot(flat, find('logits', 'bias')).fill(3);
    expect(flat.subarray(-8)).toEqual(Float32Array.of(0, 3, 3, 3, 3, 3, 3, 3));
  });
});
