import { expect, test } from 'vitest';
import { planBatches } from '../../src/engine/batches.ts';

test.each([
  [0, []],
  [1, [1]],
  [2, [2]],
  [3, [4]],
  [5, [8]],
  [8, [8]],
  [9, [8, 1]],
  [19, [8, 8, 4]],
])('%i faces', (faceCount, sizes) => {
  expect(planBatches(faceCount)).toEqual(sizes);
});
