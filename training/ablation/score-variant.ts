import { ExpectedError } from '../../node/command/expected-error.ts';
import { rebuildNetwork } from '../foundations/exported-network.ts';
import { packRun } from '../publish/pack-run.ts';
import { readHistory } from '../run/run-folder.ts';
import { DEFAULT_STRENGTHS } from '../scoring/fit-decision-rule.ts';
import { measureRobustness } from '../scoring/measure-robustness.ts';
import type { ScoringRows } from '../data/read-data-set.ts';
import type { AblationRun } from './ablation-results.ts';

/**
 * Scores a trained variant as an export would, corrupted faces included.
 *
 * The wasm backend must be current (`prepareWasmBackend`).
 *
 * @param rows PublicTest with votes
 * @throws ExpectedError if no row has a FER+ majority
 * @throws RunFolderError if the run has no trained weights
 */
export async function scoreVariant(variant: string, folder: string, rows: ScoringRows): Promise<AblationRun> {
  const packed = await packRun(folder, rows, DEFAULT_STRENGTHS.everyday);
  const { calibration, metrics, training } = packed.manifest;
  const { ferPlusMajority, acting, labelHead } = metrics;
  const network = await rebuildNetwork(packed, folder);
  const robustness = await measureRobustness(network, packed.manifest, rows.all);
  if (!ferPlusMajority || !acting.ferPlusMajority || !robustness) {
    throw new ExpectedError(
      'Variants are compared by the FER+ majority: give the votes (fer2013new.csv) with --votes.',
    );
  }
  const history = await readHistory(folder);
  return {
    variant,
    seed: training.seed,
    epochs: training.epochs,
    seconds: Math.round(history.reduce((sum, { seconds }) => sum + seconds, 0)),
    accuracy: ferPlusMajority.accuracy,
    meanRecall: ferPlusMajority.meanRecall,
    actingMeanRecall: acting.ferPlusMajority.meanRecall,
    labelAccuracy: labelHead?.accuracy ?? null,
    ece: calibration.ece.after,
    worstCorruption: Math.min(...robustness.corrupted.map(({ change }) => change)),
  };
}
