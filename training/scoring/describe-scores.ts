import { EXPRESSIONS } from '../../src/core/expressions.ts';
import type { Metrics } from './metrics.ts';
import type { Interval } from '../../src/core/wilson-interval.ts';
import { type DecisionRule, PRIORS } from '../../src/core/decision-rule.ts';
import type { Calibration } from './calibrate-model.ts';
import type { HumanBaseline, Robustness } from '../../src/core/model-manifest.ts';
import type { Evaluation } from './evaluate-model.ts';
import { formatPercent, formatPoints, formatTable } from '../../node/format.ts';

/** Scores against one kind of truth, as text for a terminal: accuracy with its interval, mean recall, macro F1, confusion matrix with recalls. */
export function describeScore(title: string, score: Metrics): string {
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

/** [0.8765, 0.9] -> "87.65..90.00 %" */
export function formatInterval([low, high]: Interval): string {
  return `${(100 * low).toFixed(2)}..${formatPercent(high)}`;
}

/** A rule as a formula, its offsets in class order by name. */
export function describeRule({ temperature, logitOffsets }: DecisionRule): string {
  const offsets = describeByClass(logitOffsets, (offset) => `${offset < 0 ? '' : '+'}${offset.toFixed(2)}`);
  return `softmax(logits / ${temperature.toFixed(3)} + offsets), the offsets being ${offsets}`;
}

/** The share of each class, in class order by name. */
export function describePrior(prior: readonly number[]): string {
  return describeByClass(prior, (share) => share.toPrecision(2));
}

function describeByClass(values: readonly number[], format: (value: number) => string): string {
  return values.map((value, k) => `${EXPRESSIONS[k] as string} ${format(value)}`).join(', ');
}

/** Decision rules and what the everyday one does, as text for a terminal. */
export function describeCalibration({ decisions, record }: Calibration): string {
  const { ece, crossEntropy, voteCrossEntropy, n, offsets, truth } = record;
  const nats = ({ before, after }: { readonly before: number; readonly after: number }) =>
    `${before.toFixed(4)} -> ${after.toFixed(4)} nats`;
  return [
    ...PRIORS.map((prior) => {
      const strength = offsets === null ? '' : ` (${offsets.strengths[prior]} times the log prior)`;
      return `${prior}: ${describeRule(decisions[prior])}${strength}`;
    }),
    `on the ${n} odd rows of PublicTest with a truth (${truth === 'ferPlusMajority' ? 'FER+ majority' : 'FER2013 labels'}), ` +
      'plain softmax -> everyday rule:',
    `  expected calibration error ${formatPercent(ece.before)} -> ${formatPercent(ece.after)}`,
    `  cross-entropy to the truth ${nats(crossEntropy)}`,
    ...(voteCrossEntropy ? [`  cross-entropy to the votes ${nats(voteCrossEntropy)}`] : []),
  ].join('\n');
}

/** The network beside one of the people who voted, in a sentence; without `everyday`, by its plain softmax alone. */
export function describeHumanBaseline({
  n,
  network,
  everyday,
  person,
}: Omit<HumanBaseline, 'everyday'> & Partial<HumanBaseline>): string {
  const asRead = everyday === undefined ? '' : `, ${everyday.toFixed(3)} as it reads every day`;
  return (
    `Cross-entropy to the votes on ${n} faces, single votes included: ${network.toFixed(3)} nats for the network’s plain ` +
    `softmax${asRead}, ${person.toFixed(3)} for what one held-out person’s vote tells ` +
    'of the others’.'
  );
}

/** An evaluation as text for a terminal. */
export function describeEvaluation(title: string, evaluation: Evaluation): string {
  const { metrics, calibration, crossEntropy, targetEntropy, millisecondsPerFace } = evaluation;
  const parts = (
    [
      ['FER+ majority', metrics.ferPlusMajority, calibration.ferPlusMajority],
      ['FER2013 labels', metrics.fer2013Labels, calibration.fer2013Labels],
    ] as const
  ).flatMap(([name, score, error]) =>
    score && error
      ? [`${describeScore(name, score)}\nexpected calibration error ${formatPercent(error.ece)}, 15 equal bins`]
      : [],
  );
  const actingScore = evaluation.acting.ferPlusMajority ?? evaluation.acting.fer2013Labels;
  const acting = actingScore ? [describeScore('the same by the acting rule', actingScore)] : [];
  const labelHead = metrics.labelHead ? [describeScore('FER2013 labels, by the head for them', metrics.labelHead)] : [];
  const humanBaseline = evaluation.humanBaseline ? [describeHumanBaseline(evaluation.humanBaseline)] : [];
  const entropy = `cross-entropy to the targets ${crossEntropy.toFixed(4)} (at least ${targetEntropy.toFixed(4)})`;
  const speed = `${millisecondsPerFace.toFixed(2)} ms a face in batches of 64`;
  return [`\n== ${title}`, ...parts, ...acting, ...labelHead, ...humanBaseline, `${entropy}, ${speed}`].join('\n\n');
}

/** A model's robustness as a Markdown table; changes are in points of accuracy. */
export function describeRobustness({ uncorrupted, corrupted }: Robustness): string {
  const rows = corrupted.map(({ corruption, accuracy, meanRecall, change }) => [
    corruption,
    formatPercent(accuracy),
    formatPoints(change),
    formatPercent(meanRecall),
  ]);
  const asTheyAre = ['as they are', formatPercent(uncorrupted.accuracy), '', formatPercent(uncorrupted.meanRecall)];
  return formatTable([['faces', 'accuracy', 'change', 'mean recall'], asTheyAre, ...rows]);
}
