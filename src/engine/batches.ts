import { getBackend } from '@tensorflow/tfjs-core';

/** Batches that are made ready before the first frame. */
export const WARM_BATCH_SIZES = [1, 2, 4, 8] as const;

/** Batches above it are multiples of it. */
const BATCH_STEP = 8;

/**
 * The batch in which a number of pictures goes through a network, with room to spare where that saves work: each new
 * size makes a GPU prepare anew, and keep buffers of that size. A processor takes any size as it is.
 *
 * @param count at least 1
 */
export function chooseBatchSize(count: number): number {
  if (getBackend() === 'wasm') return count;
  return WARM_BATCH_SIZES.find((size) => size >= count) ?? Math.ceil(count / BATCH_STEP) * BATCH_STEP;
}
