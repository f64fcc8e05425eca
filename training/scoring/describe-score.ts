import { EXPRESSIONS } from '../../src/core/expressions.ts';
import type { RulerScore } from './rulers.ts';

/** A ruler's score as text for a terminal: accuracy, mean recall, confusion matrix with recalls. */
export function describeScore(title: string, score: RulerScore): string {
  const width = 9;
  const header = ['', ...EXPRESSIONS, 'recall'].map((word) => word.padStart(width)).join('');
  const rows = score.confusion.map((row, truth) => {
    const recall = score.recalls[truth];
    const cells = [EXPRESSIONS[truth] as string, ...row.map(String), recall == null ? '-' : formatPercent(recall)];
    return cells.map((cell) => cell.padStart(width)).join('');
  });
  return [
    `${title}: accuracy ${formatPercent(score.accuracy)} (${score.correct} of ${score.n}), ` +
      `mean recall ${formatPercent(score.meanRecall)}`,
    'rows: truth, columns: what the model says',
    header,
    ...rows,
  ].join('\n');
}

/** 0.8765 -> "87.65 %" */
export function formatPercent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
