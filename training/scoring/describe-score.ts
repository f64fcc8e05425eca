import { EXPRESSIONS } from '../../src/core/expressions.ts';
import type { RulerScore } from './metrics.ts';
import type { Interval } from './wilson-interval.ts';

/** A ruler's score as text for a terminal: accuracy with its interval, mean recall, macro F1, confusion matrix with recalls. */
export function describeScore(title: string, score: RulerScore): string {
  const width = 9;
  const header = ['', ...EXPRESSIONS, 'recall'].map((word) => word.padStart(width)).join('');
  const rows = score.confusion.map((row, truth) => {
    const recall = score.recalls[truth];
    const cells = [EXPRESSIONS[truth] as string, ...row.map(String), recall == null ? '-' : formatPercent(recall)];
    return cells.map((cell) => cell.padStart(width)).join('');
  });
  return [
    `${title}: accuracy ${formatPercent(score.accuracy)} (${score.correct} of ${score.n}; ` +
      `95 % interval ${formatInterval(score.interval)}), ` +
      `mean recall ${formatPercent(score.meanRecall)}, macro F1 ${formatPercent(score.macroF1)}`,
    'rows: truth, columns: what the model says',
    header,
    ...rows,
  ].join('\n');
}

/** 0.8765 -> "87.65 %" */
export function formatPercent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** -0.0123 -> "-1.23", 0.0123 -> "+1.23": a change, in points. */
export function formatPoints(change: number): string {
  return `${change < 0 ? '' : '+'}${(100 * change).toFixed(2)}`;
}

/** [0.8765, 0.9] -> "87.65..90.00 %" */
export function formatInterval([low, high]: Interval): string {
  return `${(100 * low).toFixed(2)}..${formatPercent(high)}`;
}
