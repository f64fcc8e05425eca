import { computeProbabilities, type DecisionRule } from '../../src/core/decision-rule.ts';
import { EXPRESSION_COUNT, leadingIndex, rowOf } from '../../src/core/expressions.ts';

/** Bins of equal width between 0 and 1, as many as Guo et al. 2017 use. */
export const RELIABILITY_BINS = 15;

/** The answers whose probability lies in (lower, upper]. */
export interface ReliabilityBin {
  /** Range of the probability, 0..1. */
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** Mean probability of the answers, 0..1; 0 in an empty bin. */
  readonly meanConfidence: number;
  /** Share of the answers that are right, 0..1; 0 in an empty bin. */
  readonly accuracy: number;
}

/** How well probabilities say how often an answer is right. */
export interface CalibrationError {
  /** Rows that have a truth. */
  readonly n: number;
  /** Expected calibration error, 0..1. */
  readonly ece: number;
  /** By rising probability. */
  readonly bins: readonly ReliabilityBin[];
}

/**
 * Expected calibration error (Naeini et al. 2015, Guo et al. 2017): rows are binned by the probability that is shown for
 * the answer, the highest of the seven, in 15 bins of equal width; the error is the mean over the rows of
 * |share of right answers - mean probability| of their bin.
 *
 * @param logits n x 7
 * @param truth class index of each row; -1 leaves a row out
 * @returns null if no row has a truth
 */
export function computeCalibrationError(
  logits: Float32Array,
  truth: ArrayLike<number>,
  rule: DecisionRule,
): CalibrationError | null {
  const sums = Array.from({ length: RELIABILITY_BINS }, () => ({ count: 0, confidence: 0, hits: 0 }));
  for (let row = 0; row < logits.length / EXPRESSION_COUNT; row++) {
    if ((truth[row] as number) < 0) continue;
    const probabilities = computeProbabilities(rowOf(logits, row), rule);
    const answer = leadingIndex(probabilities);
    const confidence = probabilities[answer] as number;
    const index = Math.min(RELIABILITY_BINS, Math.ceil(confidence * RELIABILITY_BINS)) - 1;
    const bin = sums[index] as (typeof sums)[number];
    bin.count++;
    bin.confidence += confidence;
    if (answer === truth[row]) bin.hits++;
  }
  const n = sums.reduce((total, bin) => total + bin.count, 0);
  if (n === 0) return null;
  return {
    n,
    ece: sums.reduce((total, { confidence, hits }) => total + Math.abs(hits - confidence), 0) / n,
    bins: sums.map(({ count, confidence, hits }, index) => ({
      lower: index / RELIABILITY_BINS,
      upper: (index + 1) / RELIABILITY_BINS,
      count,
      meanConfidence: count === 0 ? 0 : confidence / count,
      accuracy: count === 0 ? 0 : hits / count,
    })),
  };
}
