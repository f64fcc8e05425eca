import { describeRater } from './describe-human-baseline.ts';
import { describeScore, formatPercent } from './describe-score.ts';
import type { Evaluation } from './evaluate-model.ts';

/** An evaluation as text for a terminal. */
export function describeEvaluation(title: string, evaluation: Evaluation): string {
  const { rulers, calibration, crossEntropy, targetEntropy, millisecondsPerFace } = evaluation;
  const parts = (
    [
      ['FER+ majority', rulers.ferPlusMajority, calibration.ferPlusMajority],
      ['FER2013 labels', rulers.fer2013Labels, calibration.fer2013Labels],
    ] as const
  ).flatMap(([name, score, error]) =>
    score && error
      ? [`${describeScore(name, score)}\nexpected calibration error ${formatPercent(error.ece)}, 15 equal bins`]
      : [],
  );
  const actingScore = evaluation.acting.ferPlusMajority ?? evaluation.acting.fer2013Labels;
  const acting = actingScore ? [describeScore('the same by the acting rule', actingScore)] : [];
  const labelHead = rulers.labelHead ? [describeScore('FER2013 labels, by the head for them', rulers.labelHead)] : [];
  const rater = evaluation.rater ? [describeRater(evaluation.rater)] : [];
  const entropy = `cross-entropy to the targets ${crossEntropy.toFixed(4)} (at least ${targetEntropy.toFixed(4)})`;
  const speed = `${millisecondsPerFace.toFixed(2)} ms a face in batches of 64`;
  return [`\n== ${title}`, ...parts, ...acting, ...labelHead, ...rater, `${entropy}, ${speed}`].join('\n\n');
}
