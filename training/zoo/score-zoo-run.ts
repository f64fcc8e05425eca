import { packRun } from '../publish/pack-run.ts';
import { readHistory } from '../run/run-folder.ts';
import type { ScoringRows } from '../data/read-data-set.ts';
import type { MetricsRecord } from '../../src/core/model-manifest.ts';
import type { ZooName, ZooResult, ZooScore } from './zoo-results.ts';

/**
 * Scores a trained network as the page's own is scored at its export: by a decision rule fitted to one half of
 * PublicTest, on weights rounded to float16.
 *
 * The wasm backend must be current (`prepareWasmBackend`).
 *
 * @param rows PublicTest
 * @throws RunFolderError if the run has no trained weights
 */
export async function scoreZooRun(name: ZooName, folder: string, rows: ScoringRows): Promise<ZooResult> {
  const { manifest } = await packRun(folder, rows);
  const history = await readHistory(folder);
  const { parameters, macs, metrics, training } = manifest;
  return {
    name,
    parameters,
    macs,
    epochs: training.epochs,
    seconds: Math.round(history.reduce((sum, { seconds }) => sum + seconds, 0)),
    seed: training.seed,
    ferPlusMajority: pickScore(metrics.ferPlusMajority),
    fer2013Labels: pickScore(metrics.fer2013Labels),
  };
}

function pickScore(score: MetricsRecord | null): ZooScore | null {
  if (!score) return null;
  const { n, correct, accuracy, interval, meanRecall } = score;
  return { n, correct, accuracy, interval, meanRecall };
}
