import { expect, test } from 'vitest';
import { measureDeviation } from '../../src/core/measure-deviation.ts';

test('a deviation is the largest difference in parts of the largest output', () => {
  expect(measureDeviation([1, -4, 2], [1, -4, 2])).toBe(0);
  expect(measureDeviation([1.5, -4, 1], [1, -4, 2])).toBe(0.25);
});

test.each([
  ['not a number', [1, NaN]],
  ['infinite', [-Infinity, 2]],
  ['too few', [1]],
  ['too many', [1, 2, 0]],
])('outputs that are %s are no less off than can be', (_, found) => {
  expect(measureDeviation(found, [1, 2])).toBe(Infinity);
});
