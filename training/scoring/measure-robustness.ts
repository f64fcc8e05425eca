import type { Robustness } from '../../src/core/model-manifest.ts';
import type { Samples } from '../data/samples.ts';
import { predictLogits } from '../models/predict-logits.ts';
import { DISTURBANCES, type Disturbance } from './disturb-faces.ts';
import type { ScoredModel } from './evaluate-model.ts';
import { decideRows, scorePredictions, type RulerScore } from './rulers.ts';

/**
 * Scores a model on disturbed faces by its everyday rule, against the FER+ majority, or FER2013's labels where there are no votes.
 *
 * @returns null if no row has a truth
 */
export async function measureRobustness(
  { model, manifest }: ScoredModel,
  samples: Samples,
  disturbances: readonly Disturbance[] = DISTURBANCES,
): Promise<Robustness | null> {
  const truth = samples.hasVotes ? samples.majority : samples.labels;
  const score = (pixels: Uint8Array) => {
    const { votes } = predictLogits(model, pixels, manifest.normalisation);
    return scorePredictions(decideRows(votes, manifest.decisions.everyday), truth);
  };
  const undisturbed = score(samples.pixels);
  if (!undisturbed) return null;
  const disturbed: Robustness['disturbed'][number][] = [];
  for (const { name, apply } of disturbances) {
    // The truth is the same, so where it gave a score above it gives one here.
    const { accuracy, meanRecall } = score(await apply(samples.pixels)) as RulerScore;
    disturbed.push({ disturbance: name, accuracy, meanRecall, change: accuracy - undisturbed.accuracy });
  }
  const { accuracy, meanRecall } = undisturbed;
  return { undisturbed: { accuracy, meanRecall }, disturbed };
}
