import { join } from 'node:path';
import { loadTrainedNetwork } from './load-trained-network.ts';
import { NORMALISATION } from './models/input-convention.ts';
import { predictLogits } from './models/predict-logits.ts';
import { collectMistakes } from './report/collect-mistakes.ts';
import { REPORT_FILE, writeRunReport } from './report/run-report.ts';
import { readCalibration } from './run/calibration-file.ts';
import { readHistory } from './run/run-folder.ts';
import { calibrateModel } from './scoring/calibrate-model.ts';
import { evaluateModel } from './scoring/evaluate-model.ts';
import type { ScoringRows } from './scoring/scoring-rows.ts';

/**
 * Writes a run's whole report: curves, and what its best network does on PublicTest, the worst mistakes included.
 *
 * The wasm backend must be current (`prepareWasmBackend`).
 *
 * @param rows PublicTest
 * @returns the report's path
 * @throws RunFolderError if the run has no trained weights
 */
export async function reportRun(folder: string, rows: ScoringRows): Promise<string> {
  const { description, files, model } = await loadTrainedNetwork(folder);
  const kept = await readCalibration(folder, files.weightsSha256);
  const { decision } = kept ?? calibrateModel(model, description.prior, rows.all);
  await writeRunReport(folder, {
    description,
    history: await readHistory(folder),
    evaluation: evaluateModel(model, { normalisation: NORMALISATION, decision }, rows.all),
    mistakes: collectMistakes(rows.all, predictLogits(model, rows.all.pixels, NORMALISATION), decision),
  });
  return join(folder, REPORT_FILE);
}
