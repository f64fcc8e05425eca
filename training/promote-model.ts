import { ModelFilesError, readModelFiles, writeModelFiles, type LoadedModel } from './models/model-files.ts';
import type { Samples } from './data/samples.ts';
import { judgeCandidate, type Verdict } from './scoring/judge-candidate.ts';

/** Thrown when a model would be replaced by a worse one. */
export class PromotionRefusedError extends ModelFilesError {}

/**
 * Writes a model into a folder, unless the model that is there is better (see `judgeCandidate`).
 *
 * @param samples rows to compare on
 * @param force write it all the same
 * @returns the comparison; null if there was no model in the folder that can be read
 * @throws PromotionRefusedError if the candidate is worse; the folder stays as it was
 */
export async function promoteModel(
  candidate: LoadedModel,
  folder: string,
  samples: Samples,
  force = false,
): Promise<Verdict | null> {
  const shipped = await readModelFiles(folder).catch((error: unknown) => {
    if (error instanceof ModelFilesError) return null;
    throw error;
  });
  const verdict = shipped && judgeCandidate(candidate, shipped, samples);
  if (verdict?.objection != null && !force) {
    throw new PromotionRefusedError(
      `the new model is worse than the one in ${folder} (${verdict.objection}), which stays; replace it all the same with --force`,
    );
  }
  await writeModelFiles(folder, candidate.files, candidate.manifest);
  return verdict;
}
