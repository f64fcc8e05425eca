import { rateScore } from '../../src/core/rank-models.ts';
import type { Samples } from '../data/samples.ts';
import { predictLogits } from './predict-logits.ts';
import { comparePredictions, type PairedComparison } from './compare-predictions.ts';
import { describeScore } from './describe-scores.ts';
import { formatPercent } from '../../node/format.ts';
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

/** A comparison of two models as text for a terminal. */
export function describeVerdict({ duels, objection }: Verdict): string {
  const parts = (
    [
      ['FER+ majority', duels.ferPlusMajority],
      ['FER2013 labels', duels.fer2013Labels],
    ] as const
  ).flatMap(([ruler, duel]) => (duel ? [describeDuel(ruler, duel)] : []));
  const verdict = objection === null ? 'the new model is not worse' : `the new model is worse: ${objection}`;
  return [...parts, verdict].join('\n\n');
}

function describeDuel(ruler: string, { candidate, shipped, paired }: Duel): string {
  const { difference, interval, onlyCandidate, onlyOther, pValue } = paired;
  const points = (share: number) => `${share < 0 ? '' : '+'}${(100 * share).toFixed(2)}`;
  return [
    `== ${ruler}`,
    describeScore('new', candidate),
    describeScore('shipped', shipped),
    `accuracy ${points(difference)} points (95 % interval ${interval.map(points).join('..')}), ` +
      `mean recall ${points(candidate.meanRecall - shipped.meanRecall)} points`,
    `only the new one is right on ${onlyCandidate} faces, only the shipped one on ${onlyOther}: ` +
      `McNemar's exact p = ${pValue.toPrecision(2)} (${formatPercent((onlyCandidate + onlyOther) / paired.n)} of the faces)`,
  ].join('\n\n');
}
