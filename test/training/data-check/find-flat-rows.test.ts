import { expect, it } from 'vitest';
import { findFlatRows } from '../../../training/data-check/find-flat-rows.ts';

it('finds pictures by the spread of their gray levels', () => {
  // Half of the pixels d above the others: the standard deviation is d / 2.
  const pixels = new Uint8Array(4 * 2304).fill(100);
  [0, 9, 11, 200].forEach((d, row) => pixels.fill(d === 200 ? 0 : 100 + d, row * 2304, row * 2304 + 1152));
  expect(findFlatRows(pixels)).toEqual([0, 1]);
});
