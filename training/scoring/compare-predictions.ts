import { gammaln } from 'simple-statistics';
import { NORMAL_QUANTILE, type Interval } from '../../src/core/wilson-interval.ts';

/** How often two models are right on the same rows. */
export interface PairedComparison {
  /** Rows that have a truth. */
  readonly n: number;
  /** Rows that only the candidate has right. */
  readonly onlyCandidate: number;
  /** Rows that only the other one has right. */
  readonly onlyOther: number;
  /** Accuracy of the candidate less that of the other one, -1..1. */
  readonly difference: number;
  /** 95 % interval of the difference. */
  readonly interval: Interval;
  /** Two-sided p of McNemar's exact test: how likely at least such a difference is if both are equally good. */
  readonly pValue: number;
}

/**
 * Compares two models on the same rows.
 *
 * @param candidate class index of each row
 * @param other class index of each row
 * @param truth class index of each row; -1 leaves a row out
 * @returns null if no row has a truth
 */
export function comparePredictions(
  candidate: ArrayLike<number>,
  other: ArrayLike<number>,
  truth: ArrayLike<number>,
): PairedComparison | null {
  let [n, onlyCandidate, onlyOther] = [0, 0, 0];
  for (let row = 0; row < truth.length; row++) {
    if ((truth[row] as number) < 0) continue;
    n++;
    const isRight = candidate[row] === truth[row];
    if (isRight === (other[row] === truth[row])) continue;
    if (isRight) onlyCandidate++;
    else onlyOther++;
  }
  if (n === 0) return null;
  return {
    n,
    onlyCandidate,
    onlyOther,
    difference: (onlyCandidate - onlyOther) / n,
    interval: computeDifferenceInterval(onlyCandidate, onlyOther, n),
    pValue: computeMcNemarP(onlyCandidate, onlyOther),
  };
}

/**
 * Two-sided p of McNemar's test in its exact form (McNemar 1947): of the rows on which the models differ, each is as
 * likely to be won by either, so the smaller number is binomial with probability 1/2. It holds for few rows, too.
 *
 * @param onlyFirst rows that only the first has right
 * @param onlySecond rows that only the second has right
 */
export function computeMcNemarP(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  let tail = 0;
  for (let k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
    tail += Math.exp(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) - n * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}

/**
 * 95 % interval of the difference of two paired shares: Wald's, with half a row added to each of the four cells
 * (Agresti and Min 2005).
 */
function computeDifferenceInterval(onlyFirst: number, onlySecond: number, n: number): Interval {
  const rows = n + 2;
  const difference = (onlyFirst - onlySecond) / rows;
  const standardError = Math.sqrt((onlyFirst + onlySecond + 1) / rows - difference ** 2) / Math.sqrt(rows);
  const halfWidth = NORMAL_QUANTILE * standardError;
  return [Math.max(-1, difference - halfWidth), Math.min(1, difference + halfWidth)];
}
