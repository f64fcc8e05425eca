import type { Robustness } from '../../src/core/model-manifest.ts';
import type { Samples } from '../data/samples.ts';
import type { WeightedNetwork } from '../models/fold-batch-norm.ts';
import { predictManyLogits } from './predict-logits.ts';
import { DISTURBANCES, type Disturbance } from './corrupt-faces.ts';
import type { ScoredModel } from './evaluate-model.ts';
import { decideRows, scorePredictions, type RulerScore } from './metrics.ts';

/**
 * Scores a model on disturbed faces by its everyday rule, against the FER+ majority, or FER2013's labels where there are no
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
  disturbances: readonly Disturbance[] = DISTURBANCES,
): Promise<Robustness | null> {
  const truth = samples.hasVotes ? samples.majority : samples.labels;
  const score = async (pixels: Uint8Array) => {
    const { votes } = await predictManyLogits(weighted, pixels, normalisation);
    return scorePredictions(decideRows(votes, decisions.everyday), truth);
  };
  const undisturbed = await score(samples.pixels);
  if (!undisturbed) return null;
  const disturbed: Robustness['disturbed'][number][] = [];
  for (const { name, apply } of disturbances) {
    // The truth is the same, so where it gave a score above it gives one here.
    const { accuracy, meanRecall } = (await score(await apply(samples.pixels))) as RulerScore;
    disturbed.push({ disturbance: name, accuracy, meanRecall, change: accuracy - undisturbed.accuracy });
  }
  const { accuracy, meanRecall } = undisturbed;
  return { undisturbed: { accuracy, meanRecall }, disturbed };
}
