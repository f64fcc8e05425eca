import type { Samples } from '../data/samples.ts';
import { ModelFilesError, readModelFiles, writeModelFiles, type LoadedModel } from '../models/model-files.ts';
import { judgeCandidate, type Verdict } from '../scoring/judge-candidate.ts';

/** Thrown when a model would be replaced by a worse one. */
export class PromotionRefusedError extends ModelFilesError {}

/**
 * Compares a model with the one that a folder holds.
 *
 * @param samples rows to compare on
 * @returns null if there is no model in the folder that can be read
 */
export async function compareWithShipped(
  candidate: LoadedModel,
  folder: string,
  samples: Samples,
): Promise<Verdict | null> {
  const shipped = await readModelFiles(folder).catch((error: unknown) => {
    if (error instanceof ModelFilesError) return null;
    throw error;
  });
  return shipped && judgeCandidate(candidate, shipped, samples);
}

/**
 * Writes a model into a folder, unless the model that is there is better.
 *
 * @param verdict of comparing the two; null if there is none to compare with
 * @param force write it all the same
 * @throws PromotionRefusedError if the candidate is worse; the folder stays as it was
 */
export async function promoteModel(
  candidate: LoadedModel,
  folder: string,
  verdict: Verdict | null,
  force = false,
): Promise<void> {
  if (verdict?.objection != null && !force) {
    throw new PromotionRefusedError(
      `the new model is worse than the one in ${folder} (${verdict.objection}), which stays; replace it all the same with --force`,
    );
  }
  await writeModelFiles(folder, candidate.files, candidate.manifest);
}
