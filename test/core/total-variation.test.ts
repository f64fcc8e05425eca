import { expect, it } from 'vitest';
import { measureTotalVariation } from '../../src/core/total-variation.ts';

it('is 0 for the same, 1 for what shares nothing, and by hand between', () => {
  expect(measureTotalVariation([0.2, 0.8], [0.2, 0.8])).toBe(0);
  expect(measureTotalVariation([1, 0, 0], [0, 0.4, 0.6])).toBe(1);
  expect(measureTotalVariation([0.5, 0.3, 0.2], [0.25, 0.35, 0.4])).toBeCloseTo(0.25, 12);
});
