import { join } from 'node:path';
import type { Samples } from '../data/samples.ts';
import { predictLogits } from '../scoring/predict-logits.ts';
import type { PackedModel } from '../publish/pack-run.ts';
import { collectMistakes } from './collect-mistakes.ts';
import { REPORT_FILE, writeRunReport } from './run-report.ts';
import { readHistory, readRunDescription } from '../run/run-folder.ts';

/**
 * Writes a run's whole report: curves, and what its network does on PublicTest, the worst mistakes included.
 *
 * @param packed the run, as `packRun` scored it
 * @param samples the rows that it was scored on
 * @returns the report's path
 */
export async function reportRun(folder: string, packed: PackedModel, samples: Samples): Promise<string> {
  const { manifest, model, whole: evaluation } = packed;
  const { votes } = predictLogits(model, samples.pixels, manifest.normalisation);
  await writeRunReport(folder, {
    description: await readRunDescription(folder),
    history: await readHistory(folder),
    evaluation,
    mistakes: collectMistakes(samples, votes, manifest.decisions.everyday),
  });
  return join(folder, REPORT_FILE);
}
