import { describe, expect, it } from 'vitest';
import { countTrainingFlop, REFERENCE_NETWORK } from '../../../training/bench/measure-engines.ts';
import { countCost } from '../../../src/core/count-cost.ts';

const MACS =
  48 ** 2 * 9 * (1 * 32 + 32 * 32) + 24 ** 2 * 9 * (32 * 64 + 64 * 64) + 12 ** 2 * 9 * (64 * 128 + 128 * 128) + 128 * 7;

describe('the reference network', () => {
  it('costs what its figures of other days are for', () => {
    const { macs, parameters } = countCost(REFERENCE_NETWORK);
    expect(macs).toBe(MACS);
    expect(macs / 1e6).toBeCloseTo(85.6, 1);
    expect(parameters / 1e6).toBeCloseTo(0.29, 2);
  });

  it('takes six operations a multiply-accumulate to train', () => {
    expect(countTrainingFlop(REFERENCE_NETWORK)).toBe(6 * MACS);
  });
});
