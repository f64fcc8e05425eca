import { EXPRESSION_COUNT, leadingIndex, rowOf } from '../../src/core/expressions.ts';
import { computeProbabilities, type DecisionRule } from '../../src/core/decision-rule.ts';
import { computeWilsonInterval, type Interval } from '../../src/core/wilson-interval.ts';

/** Score of a set of predictions by one kind of truth. */
export interface Metrics {
  /** Rows that have a truth. */
  readonly n: number;
  readonly correct: number;
  /** correct / n, 0..1. */
  readonly accuracy: number;
  /** 95 % interval of the accuracy (Wilson 1927). */
  readonly interval: Interval;
  /** Mean of the recalls of the classes that occur, 0..1. */
  readonly meanRecall: number;
  /** Recall of each class in class order; null for a class without rows. */
  readonly recalls: readonly (number | null)[];
  /** Mean of the F1 scores, 2 precision recall / (precision + recall), of the classes that occur, 0..1. */
  readonly macroF1: number;
  /** `confusion[truth][prediction]`: number of rows. */
  readonly confusion: readonly (readonly number[])[];
}

/**
 * Compares predictions with a truth.
 *
 * @param predictions class index of each row
 * @param truth class index of each row; -1 leaves a row out
 * @returns null if no row has a truth
 */
export function scorePredictions(predictions: ArrayLike<number>, truth: ArrayLike<number>): Metrics | null {
  const confusion = Array.from({ length: EXPRESSION_COUNT }, () => new Array<number>(EXPRESSION_COUNT).fill(0));
  for (let i = 0; i < predictions.length; i++) {
    const row = confusion[truth[i] as number];
    if (row) row[predictions[i] as number] = (row[predictions[i] as number] as number) + 1;
  }
  const totals = confusion.map((row) => row.reduce((sum, rows) => sum + rows, 0));
  const n = totals.reduce((sum, rows) => sum + rows, 0);
  if (n === 0) return null;
  const hits = confusion.map((row, k) => row[k] as number);
  const correct = hits.reduce((sum, rows) => sum + rows, 0);
  const recalls = hits.map((hit, k) => (totals[k] === 0 ? null : hit / (totals[k] as number)));
  return {
    n,
    correct,
    accuracy: correct / n,
    interval: computeWilsonInterval(correct, n),
    meanRecall: averageKnown(recalls),
    recalls,
    macroF1: averageKnown(computeF1(confusion, hits, totals)),
    confusion,
  };
}

/** F1 of each class, written as 2 hits / (times it is the truth + times it is predicted); null for a class without rows. */
function computeF1(confusion: readonly (readonly number[])[], hits: readonly number[], totals: readonly number[]) {
  return hits.map((hit, k) => {
    const total = totals[k] as number;
    const predicted = confusion.reduce((sum, row) => sum + (row[k] as number), 0);
    return total === 0 ? null : (2 * hit) / (total + predicted);
  });
}

function averageKnown(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/**
 * Class index that each row is given by a decision rule.
 *
 * @param logits n x 7
 */
export function decideRows(logits: Float32Array, rule: DecisionRule): Uint8Array {
  const rows = logits.length / EXPRESSION_COUNT;
  return Uint8Array.from({ length: rows }, (_, row) => leadingIndex(computeProbabilities(rowOf(logits, row), rule)));
}

/**
 * Class index of each row's highest logit.
 *
 * @param logits n x 7
 */
export function chooseHighest(logits: Float32Array): Uint8Array {
  const rows = logits.length / EXPRESSION_COUNT;
  return Uint8Array.from({ length: rows }, (_, row) => leadingIndex(rowOf(logits, row)));
}
