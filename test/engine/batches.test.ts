import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { chooseBatchSize } from '../../src/engine/batches.ts';

beforeAll(() => setBackend('cpu'));

test.each([
  [1, 1],
  [2, 2],
  [3, 4],
  [5, 8],
  [8, 8],
  [9, 16],
  [48, 48],
  [49, 56],
])('%i faces go in a batch of %i', (count, size) => {
  expect(chooseBatchSize(count)).toBe(size);
});
