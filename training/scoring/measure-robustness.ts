import type { Robustness } from '../../src/core/model-manifest.ts';
import type { Samples } from '../data/samples.ts';
import type { WeightedNetwork } from '../models/fold-batch-norm.ts';
import { predictManyLogits } from './predict-logits.ts';
import { CORRUPTIONS, type Corruption } from './corrupt-faces.ts';
import type { ScoredModel } from './evaluate-model.ts';
import { decideRows, scorePredictions, type Metrics } from './metrics.ts';

/**
 * Scores a model on corrupted faces by its everyday rule, against the FER+ majority, or FER2013's labels where there are no
 * votes.
 *
 * @param weighted batch norm folded
 *
 * @returns null if no row has a truth
 */
export async function measureRobustness(
  weighted: WeightedNetwork,
  { normalisation, decisions }: ScoredModel['manifest'],
  samples: Samples,
  corruptions: readonly Corruption[] = CORRUPTIONS,
): Promise<Robustness | null> {
  const truth = samples.hasVotes ? samples.majority : samples.labels;
  const score = async (pixels: Uint8Array) => {
    const { votes } = await predictManyLogits(weighted, pixels, normalisation);
    return scorePredictions(decideRows(votes, decisions.everyday), truth);
  };
  const uncorrupted = await score(samples.pixels);
  if (!uncorrupted) return null;
  const corrupted: Robustness['corrupted'][number][] = [];
  for (const { name, apply } of corruptions) {
    // The truth is the same, so where it gave a score above it gives one here.
    const { accuracy, meanRecall } = (await score(await apply(samples.pixels))) as Metrics;
    corrupted.push({ corruption: name, accuracy, meanRecall, change: accuracy - uncorrupted.accuracy });
  }
  const { accuracy, meanRecall } = uncorrupted;
  return { uncorrupted: { accuracy, meanRecall }, corrupted };
}
