import { requireSameData } from '../data/hash-data-set.ts';
import type { Samples } from '../data/samples.ts';
import { rebuildNetwork } from '../foundations/exported-network.ts';
import {
  holdsModelFiles,
  ModelFilesError,
  readModelFiles,
  writeModelFiles,
  type LoadedModel,
} from '../models/model-files.ts';
import { judgeCandidate, type Verdict } from '../scoring/judge-candidate.ts';
import { measureRobustness } from '../scoring/measure-robustness.ts';
import { describeModelCard } from './model-card.ts';
import { packRun, type PackedModel } from './pack-run.ts';
import type { ScoringRows } from '../data/read-data-set.ts';

/** Thrown when a model would be replaced by a worse one, or by one that cannot be compared with it. */
export class PromotionRefusedError extends ModelFilesError {}

/**
 * Reads the model that a new one is to replace.
 *
 * @param force take one that cannot be read for none
 * @returns null if there is no model in the folder
 * @throws PromotionRefusedError if there is one that cannot be read: it may be the better one
 */
export async function readReplaced(folder: string, force = false): Promise<LoadedModel | null> {
  return readModelFiles(folder).catch(async (error: unknown) => {
    if (!(error instanceof ModelFilesError)) throw error;
    if (force || !(await holdsModelFiles(folder))) return null;
    throw new PromotionRefusedError(
      `the model in ${folder} stays, since it cannot be read and may be the better one (${error.message}); replace it all the same with --force`,
      { cause: error },
    );
  });
}

/**
 * Compares a model with the one that a folder holds: see `readReplaced`.
 *
 * @param samples rows to compare on
 * @param force take one that cannot be read for none
 * @returns null if there is no model in the folder
 * @throws PromotionRefusedError if there is one that cannot be read
 */
export async function compareWithShipped(
  candidate: LoadedModel,
  folder: string,
  samples: Samples,
  force = false,
): Promise<Verdict | null> {
  const shipped = await readReplaced(folder, force);
  return shipped && judgeCandidate(candidate, shipped, samples);
}

/**
 * Writes a model into a folder, unless the model that is there is better. Before, it measures how the model stands
 * corrupted faces, for its manifest and model card.
 *
 * @param rows to measure on, of the data that the candidate was trained on
 * @param verdict of comparing the two; null if there is none to compare with
 * @param force write it all the same
 * @returns the model with the manifest as it was written
 * @throws PromotionRefusedError if the candidate is worse; the folder stays as it was
 * @throws ExpectedError if the rows are of other data; the folder stays as it was
 */
export async function promoteModel(
  candidate: LoadedModel,
  folder: string,
  rows: ScoringRows,
  verdict: Verdict | null,
  force = false,
): Promise<LoadedModel> {
  if (verdict?.objection != null && !force) {
    throw new PromotionRefusedError(
      `the new model is worse than the one in ${folder} (${verdict.objection}), which stays; replace it all the same with --force`,
    );
  }
  return writeMeasured(candidate, folder, rows);
}

/**
 * Writes a model with its manifest and model card, after it has measured how the model stands corrupted faces.
 *
 * @param rows to measure on, of the data that the model was trained on
 * @returns the model with the manifest as it was written
 * @throws ExpectedError if the rows are of other data
 */
export async function writeMeasured(model: LoadedModel, folder: string, rows: ScoringRows): Promise<LoadedModel> {
  requireSameData('the new model', model.manifest.data.hashes, rows.source);
  const network = await rebuildNetwork(model, folder);
  const robustness = await measureRobustness(network, model.manifest, rows.all);
  const manifest = { ...model.manifest, metrics: { ...model.manifest.metrics, robustness } };
  await writeModelFiles(folder, model.files, manifest, describeModelCard(manifest));
  return { ...model, manifest };
}

export interface ExportOptions {
  /** See `calibrateModel`; by default what `npm run train:calibrate` was given, or that of `DEFAULT_STRENGTHS`. */
  readonly everydayStrength?: number | undefined;
  /** Replace a better model, too, or one that cannot be read. */
  readonly force?: boolean | undefined;
}

/** What was exported, how good it is, and how it compares with the model that it replaced. */
export interface ExportedRun extends PackedModel {
  /** Null if there was no model in the folder, or, by force, none that can be read. */
  readonly verdict: Verdict | null;
}

/**
 * Writes a run's network, its manifest and its model card: see `packRun` and `promoteModel`.
 *
 * The wasm backend must be current (`prepareWasmBackend`).
 *
 * @param rows PublicTest
 * @throws PromotionRefusedError if the folder holds a better model, or one that cannot be read
 * @throws RunFolderError if the run has no trained weights, or a damaged calibration
 * @throws ExpectedError if the rows are of other data than the run, or too few to fit the decision rules to
 */
export async function exportRun(
  runFolder: string,
  outFolder: string,
  rows: ScoringRows,
  { everydayStrength, force }: ExportOptions = {},
): Promise<ExportedRun> {
  const packed = await packRun(runFolder, rows, everydayStrength);
  const verdict = await compareWithShipped(packed, outFolder, rows.all, force);
  const { manifest } = await promoteModel(packed, outFolder, rows, verdict, force);
  return { ...packed, manifest, verdict };
}
