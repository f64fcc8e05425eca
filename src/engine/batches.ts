/** Sizes of the batches in which faces are classified: few, because each new size makes the GPU prepare anew. */
export const BATCH_SIZES = [1, 2, 4, 8] as const;

const LARGEST_BATCH = 8;

/**
 * Splits a number of faces into batches of fixed sizes; only the last one may have room to spare.
 *
 * @returns sizes out of `BATCH_SIZES`, in order; empty for no faces
 */
export function planBatches(faceCount: number): number[] {
  const full = Math.floor(faceCount / LARGEST_BATCH);
  const rest = faceCount % LARGEST_BATCH;
  const last = rest > 0 ? BATCH_SIZES.filter((size) => size >= rest).slice(0, 1) : [];
  return [...Array.from({ length: full }, () => LARGEST_BATCH), ...last];
}
