import type { HistoricName } from '../../src/core/model-names.ts';
import type { MetricsRecord, ModelManifest } from '../../src/core/model-manifest.ts';
import type { EpochRecord } from '../run/run-folder.ts';
import type { ZooResult, ZooScore } from './zoo-results.ts';

/**
 * What is compared of a network, from what its export wrote.
 *
 * @param history of its run
 */
export function describeZooResult(
  name: HistoricName,
  { parameters, macs, metrics, training }: ModelManifest,
  history: readonly EpochRecord[],
): ZooResult {
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
