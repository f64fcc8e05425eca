import { rateScore } from '../../src/core/rank-models.ts';
import type { Samples } from '../data/samples.ts';
import { predictLogits } from './predict-logits.ts';
import { comparePredictions, type PairedComparison } from './compare-predictions.ts';
import { formatPercent } from './describe-score.ts';
import type { ByRuler, ScoredModel } from './evaluate-model.ts';
import { decideRows, scorePredictions, type RulerScore } from './metrics.ts';

/** Two models on the same rows, by one ruler. */
export interface Duel {
  readonly candidate: RulerScore;
  readonly shipped: RulerScore;
  readonly paired: PairedComparison;
}

/** What comes of comparing a new model with the one that ships. */
export interface Verdict {
  readonly duels: ByRuler<Duel>;
  /** Why the candidate is worse, as a part of a sentence; null if it is not. */
  readonly objection: string | null;
}

/** A loss of accuracy counts as real from here on. */
const SIGNIFICANCE = 0.05;

/**
 * Compares a new model with the one that ships, each by its own everyday rule. The candidate is worse if, against the
 * FER+ majority (FER2013's labels where there are no votes), the mean of its accuracy and mean recall is lower, or its
 * accuracy is significantly lower (McNemar's exact test, p < 0.05).
 *
 * @param samples rows that neither model was trained on, at least one
 */
export function judgeCandidate(candidate: ScoredModel, shipped: ScoredModel, samples: Samples): Verdict {
  const [ours, theirs] = [candidate, shipped].map(({ model, manifest }) =>
    decideRows(predictLogits(model, samples.pixels, manifest.normalisation).votes, manifest.decisions.everyday),
  ) as [Uint8Array, Uint8Array];
  const duels = {
    fer2013Labels: holdDuel(ours, theirs, samples.labels),
    ferPlusMajority: holdDuel(ours, theirs, samples.majority),
  };
  const decisive = duels.ferPlusMajority ?? duels.fer2013Labels;
  return { duels, objection: decisive && findObjection(decisive) };
}

/** Why the candidate is worse, or null if it is not. */
export function findObjection({ candidate, shipped, paired }: Duel): string | null {
  const describe = ({ accuracy, meanRecall }: RulerScore) =>
    `accuracy ${formatPercent(accuracy)} and mean recall ${formatPercent(meanRecall)}`;
  const scores = `${describe(candidate)} against ${describe(shipped)}`;
  if (rateScore(candidate) < rateScore(shipped)) return scores;
  const isSignificant = paired.difference < 0 && paired.pValue < SIGNIFICANCE;
  return isSignificant ? `${scores}, the loss of accuracy with p = ${paired.pValue.toPrecision(2)}` : null;
}

function holdDuel(ours: Uint8Array, theirs: Uint8Array, truth: ArrayLike<number>): Duel | null {
  const candidate = scorePredictions(ours, truth);
  const shipped = scorePredictions(theirs, truth);
  const paired = comparePredictions(ours, theirs, truth);
  return candidate && shipped && paired && { candidate, shipped, paired };
}
