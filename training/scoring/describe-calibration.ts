import { PRIORS } from '../../src/core/decision-rule.ts';
import type { Calibration } from './calibrate-model.ts';
import { describePrior } from './describe-prior.ts';
import { formatPercent } from './describe-score.ts';

/** Decision rules and what the everyday one does, as text for a terminal. */
export function describeCalibration({ decisions, record }: Calibration): string {
  const { ece, crossEntropy, voteCrossEntropy, n, ruler } = record;
  const nats = ({ before, after }: { readonly before: number; readonly after: number }) =>
    `${before.toFixed(4)} -> ${after.toFixed(4)} nats`;
  return [
    ...PRIORS.map((prior) => {
      const rule = decisions[prior];
      return `${prior}: temperature ${rule.temperature.toFixed(3)}, ${rule.priorStrength} log prior of ${describePrior(rule)}`;
    }),
    `on the ${n} odd rows of PublicTest with a truth (${ruler === 'ferPlusMajority' ? 'FER+ majority' : 'FER2013 labels'}), ` +
      'plain softmax -> everyday rule:',
    `  expected calibration error ${formatPercent(ece.before)} -> ${formatPercent(ece.after)}`,
    `  cross-entropy to the truth ${nats(crossEntropy)}`,
    ...(voteCrossEntropy ? [`  cross-entropy to the votes ${nats(voteCrossEntropy)}`] : []),
  ].join('\n');
}
