import type { Page } from '@playwright/test';

/** How fast the backend multiplies matrices in this browser, and how fast Mien classifies on it. */
export interface LimitMeasurements {
  /** Milliseconds for one product, for each size of the square matrices. */
  readonly products: readonly { readonly size: number; readonly ms: readonly number[] }[];
  /** Milliseconds for one batch of faces. */
  readonly batches: readonly number[];
  readonly batchSize: number;
  /** Multiply-accumulates of the network for one face. */
  readonly macs: number;
}

const SIZES = [256, 512, 1024];
const BATCH_SIZE = 16;

/** Both in turns, round by round. */
export async function measureLimit(mien: Page, faceApi: Page, rounds: number): Promise<LimitMeasurements> {
  const products = SIZES.map((size) => ({ size, ms: [] as number[] }));
  const batches: number[] = [];
  // The first round compiles.
  for (let round = -1; round < rounds; round++) {
    for (const { size, ms } of products) {
      const taken = await faceApi.evaluate((n) => window.bench.multiply?.(n) ?? NaN, size);
      if (round >= 0) ms.push(taken);
    }
    const taken = await mien.evaluate((n) => window.bench.classify?.(n) ?? NaN, BATCH_SIZE);
    if (round >= 0) batches.push(taken);
  }
  const macs = await mien.evaluate(() => window.bench.macs?.() ?? NaN);
  return { products, batches, batchSize: BATCH_SIZE, macs };
}
