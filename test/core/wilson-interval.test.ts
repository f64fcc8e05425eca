import { describe, expect, it } from 'vitest';
import { computeWilsonInterval } from '../../src/core/wilson-interval.ts';

describe('computeWilsonInterval', () => {
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives the published interval of %d in %d', (hits, trials, low, high) => {
    const interval = computeWilsonInterval(hits, trials);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  });

  it('stays between 0 and 1', () => {
    for (let trials = 1; trials < 50; trials++) {
      expect(computeWilsonInterval(0, trials)[0]).toBeGreaterThanOrEqual(0);
      expect(computeWilsonInterval(trials, trials)[1]).toBeLessThanOrEqual(1);
    }
  });
});
