import { getBackend } from '@tensorflow/tfjs-core';

/** Batches for which a GPU is made ready before the first frame. */
const WARM_BATCH_SIZES = [1, 2, 4, 8] as const;

/** Batches above it are multiples of it. */
const BATCH_STEP = 8;

/** The batches that the current backend should run once before they are needed: of one face, and of several. */
export function listWarmBatchSizes(): readonly number[] {
  return takesAnySize() ? [1, 2] : WARM_BATCH_SIZES;
}

/**
 * The batch in which a number of pictures goes through a network, with room to spare where that saves work: each new
 * size makes a GPU prepare anew, and keep buffers of that size. A processor takes any size as it is.
 *
 * @param count at least 1
 */
export function chooseBatchSize(count: number): number {
  if (takesAnySize()) return count;
  return WARM_BATCH_SIZES.find((size) => size >= count) ?? Math.ceil(count / BATCH_STEP) * BATCH_STEP;
}

function takesAnySize(): boolean {
  return getBackend() === 'wasm';
}
