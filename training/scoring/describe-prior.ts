import type { DecisionRule } from '../../src/core/decision-rule.ts';
import { EXPRESSIONS } from '../../src/core/expressions.ts';

/** What a rule takes off by its logarithm, class by class, as text. */
export function describePrior({ prior }: Pick<DecisionRule, 'prior'>): string {
  return prior.map((share, k) => `${EXPRESSIONS[k] as string} ${share.toPrecision(2)}`).join(', ');
}
