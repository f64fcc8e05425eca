import { formatTable } from '../../node/command/format-table.ts';
import { formatPercent, formatPoints } from './describe-score.ts';
import type { Robustness } from '../../src/core/model-manifest.ts';

/** A model's robustness as a Markdown table; changes are in points of accuracy. */
export function describeRobustness({ undisturbed, disturbed }: Robustness): string {
  const rows = disturbed.map(({ disturbance, accuracy, meanRecall, change }) => [
    disturbance,
    formatPercent(accuracy),
    formatPoints(change),
    formatPercent(meanRecall),
  ]);
  const asTheyAre = ['as they are', formatPercent(undisturbed.accuracy), '', formatPercent(undisturbed.meanRecall)];
  return formatTable([['faces', 'accuracy', 'change', 'mean recall'], asTheyAre, ...rows]);
}
