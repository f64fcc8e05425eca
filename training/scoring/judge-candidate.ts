import type { DecisionRules } from '../../src/core/decision-rule.ts';
import { rateModels, type Quality } from '../../src/core/rank-models.ts';
import type { Samples } from '../data/samples.ts';
import { predictLogits, type HeadLogits } from './predict-logits.ts';
import { comparePredictions, type PairedComparison } from './compare-predictions.ts';
import { describeScore } from './describe-scores.ts';
import { formatPercent } from '../../node/format.ts';
import type { ByTruth, ScoredModel } from './evaluate-model.ts';
import { measureHumanBaseline } from './human-baseline.ts';
import { decideRows, scorePredictions, type Metrics } from './metrics.ts';

/** Two models on the same rows, by one truth. */
export interface Comparison {
  readonly candidate: Metrics;
  readonly shipped: Metrics;
  readonly paired: PairedComparison;
}

/** What comes of comparing a new model with the one that ships. */
export interface Verdict {
  readonly comparisons: ByTruth<Comparison>;
  /** Why the candidate is worse, as a part of a sentence; null if it is not. */
  readonly objection: string | null;
}

/** What a model gave for the rows to compare on. */
export interface ModelAnswers {
  readonly logits: HeadLogits;
  readonly decisions: DecisionRules;
}

/**
 * Compares a new model with the one that ships, each by its own rules.
 *
 * @param samples rows that neither model was trained on, at least one
 */
export function judgeCandidate(candidate: ScoredModel, shipped: ScoredModel, samples: Samples): Verdict {
  const [ours, theirs] = [candidate, shipped].map(({ model, manifest: { normalisation, decisions } }) => ({
    logits: predictLogits(model, samples.pixels, normalisation),
    decisions,
  })) as [ModelAnswers, ModelAnswers];
  return judgeAnswers(ours, theirs, samples);
}

/** `judgeCandidate`, of what both models gave. */
export function judgeAnswers(candidate: ModelAnswers, shipped: ModelAnswers, samples: Samples): Verdict {
  const [ours, theirs] = [candidate, shipped].map(({ logits, decisions }) =>
    decideRows(logits.votes, decisions.everyday),
  ) as [Uint8Array, Uint8Array];
  const comparisons = {
    fer2013Labels: compareOn(ours, theirs, samples.labels),
    ferPlusMajority: compareOn(ours, theirs, samples.majority),
  };
  const rate = ({ logits, decisions }: ModelAnswers, side: 'candidate' | 'shipped'): Quality => ({
    humanBaseline: measureHumanBaseline(logits.votes, samples, decisions),
    fer2013Labels: comparisons.fer2013Labels?.[side] ?? null,
    ferPlusMajority: comparisons.ferPlusMajority?.[side] ?? null,
  });
  return { comparisons, objection: findObjection(rate(candidate, 'candidate'), rate(shipped, 'shipped')) };
}

/** Why the candidate is worse (`isBetterModel`), as a part of a sentence; null if it is not. */
export function findObjection(candidate: Quality, shipped: Quality): string | null {
  const rating = rateModels(candidate, shipped);
  if (rating === null || rating.ours >= rating.theirs) return null;
  const { by, ours, theirs } = rating;
  return by === 'votes'
    ? `cross-entropy to the votes ${(-ours).toFixed(4)} against ${(-theirs).toFixed(4)} nats`
    : `mean of accuracy and mean recall ${formatPercent(ours)} against ${formatPercent(theirs)}`;
}

function compareOn(ours: Uint8Array, theirs: Uint8Array, truth: ArrayLike<number>): Comparison | null {
  const candidate = scorePredictions(ours, truth);
  const shipped = scorePredictions(theirs, truth);
  const paired = comparePredictions(ours, theirs, truth);
  return candidate && shipped && paired && { candidate, shipped, paired };
}

/** A comparison of two models as text for a terminal. */
export function describeVerdict({ comparisons, objection }: Verdict): string {
  const parts = (
    [
      ['FER+ majority', comparisons.ferPlusMajority],
      ['FER2013 labels', comparisons.fer2013Labels],
    ] as const
  ).flatMap(([truth, comparison]) => (comparison ? [describeComparison(truth, comparison)] : []));
  const verdict = objection === null ? 'the new model is not worse' : `the new model is worse: ${objection}`;
  return [...parts, verdict].join('\n\n');
}

function describeComparison(truth: string, { candidate, shipped, paired }: Comparison): string {
  const { difference, interval, onlyCandidate, onlyOther, pValue } = paired;
  const points = (share: number) => `${share < 0 ? '' : '+'}${(100 * share).toFixed(2)}`;
  return [
    `== ${truth}`,
    describeScore('new', candidate),
    describeScore('shipped', shipped),
    `accuracy ${points(difference)} points (95 % interval ${interval.map(points).join('..')}), ` +
      `mean recall ${points(candidate.meanRecall - shipped.meanRecall)} points`,
    `only the new one is right on ${onlyCandidate} faces, only the shipped one on ${onlyOther}: ` +
      `McNemar's exact p = ${pValue.toPrecision(2)} (${formatPercent((onlyCandidate + onlyOther) / paired.n)} of the faces)`,
  ].join('\n\n');
}
