import { measureDeviation } from '../../core/measure-deviation.ts';
import type { GoldenFaces } from '../../core/model-manifest.ts';
import { INPUT_PIXELS } from '../../core/preprocess.ts';
import { readResult, type PendingResult } from '../device/pending-result.ts';

/**
 * Lets a network read its golden faces. In a batch they take turns, so that none is mistaken for the one beside it.
 *
 * @param beginOutputs begins to run the network on crops: all its outputs
 * @param batchSizes how many faces it reads at once, one size after the other
 * @returns the largest of their deviations, see `measureDeviation`
 */
export async function measureGoldenDeviation(
  { crops, logits }: GoldenFaces,
  beginOutputs: (crops: Uint8Array) => PendingResult<Float32Array>,
  batchSizes: readonly number[],
): Promise<number> {
  const known = Uint8Array.from(atob(crops), (character) => character.charCodeAt(0));
  let worst = 0;
  for (const size of batchSizes) {
    const batch = new Uint8Array(size * INPUT_PIXELS);
    const expected: number[] = [];
    for (let face = 0; face < size; face++) {
      const which = face % logits.length;
      batch.set(known.subarray(which * INPUT_PIXELS, (which + 1) * INPUT_PIXELS), face * INPUT_PIXELS);
      expected.push(...(logits[which] as readonly number[]));
    }
    worst = Math.max(worst, measureDeviation(await readResult(beginOutputs(batch)), expected));
  }
  return worst;
}
