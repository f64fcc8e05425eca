import { packRun, type PackedModel } from './pack-run.ts';
import { compareWithShipped, promoteModel } from './promote-model.ts';
import type { Verdict } from '../scoring/judge-candidate.ts';
import type { ScoringRows } from '../scoring/scoring-rows.ts';

export interface ExportOptions {
  /** See `fitDecisionRules`; by default what `npm run train:calibrate` was given, or `DEFAULT_ACCURACY_BUDGET`. */
  readonly accuracyBudget?: number | undefined;
  /** Replace a better model, too. */
  readonly force?: boolean | undefined;
}

/** What was exported, how good it is, and how it compares with the model that it replaced. */
export interface ExportedRun extends PackedModel {
  /** Null if there was no model in the folder that can be read. */
  readonly verdict: Verdict | null;
}

/**
 * Writes a run's network, its manifest and its model card: see `packRun` and `promoteModel`.
 *
 * The wasm backend must be current (`prepareWasmBackend`).
 *
 * @param rows PublicTest
 * @throws PromotionRefusedError if the folder holds a better model
 * @throws RunFolderError if the run has no trained weights, or a damaged calibration
 * @throws ExpectedError if there are too few rows to fit the decision rules to
 */
export async function exportRun(
  runFolder: string,
  outFolder: string,
  rows: ScoringRows,
  { accuracyBudget, force }: ExportOptions = {},
): Promise<ExportedRun> {
  const packed = await packRun(runFolder, rows, accuracyBudget);
  const verdict = await compareWithShipped(packed, outFolder, rows.all);
  const { manifest } = await promoteModel(packed, outFolder, rows.all, verdict, force);
  return { ...packed, manifest, verdict };
}
