import '@tensorflow/tfjs-backend-cpu';
import { KernelBackend, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { chooseBatchSize, listWarmBatchSizes } from '../../../src/engine/device/batch-sizes.ts';

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

test('a GPU is made ready for a few sizes, each of which some number of faces takes', () => {
  expect(listWarmBatchSizes().map(chooseBatchSize)).toEqual([1, 2, 4, 8]);
});

test('WebAssembly takes any number as it is, and is ready for all with one', async () => {
  class NamedOnly extends KernelBackend {
    override dispose(): void {
      // Nothing lies on it.
    }
  }
  registerBackend('wasm', () => new NamedOnly());
  await setBackend('wasm');
  expect(chooseBatchSize(5)).toBe(5);
  expect(listWarmBatchSizes()).toEqual([1, 2]);
  await setBackend('cpu');
  removeBackend('wasm');
});
