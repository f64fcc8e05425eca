import { EXPRESSION_COUNT } from './expressions.ts';

/** How logits become the probabilities that the page shows: the one rule that ships with a model. */
export interface DecisionRule {
  /** Share of each class in the training targets, in class order; sums to 1. */
  readonly prior: readonly number[];
  /** How much of the log prior is taken off the logits: 0 the crowd's prior, 1 all seven equally likely. */
  readonly priorStrength: number;
  /** Softmax temperature, > 0 (Guo et al. 2017). */
  readonly temperature: number;
}

/**
 * Probabilities of one face: softmax(logits / temperature - priorStrength * log(prior)), the logit adjustment of
 * Menon et al. 2021 applied at reading.
 *
 * @param logits seven raw outputs of the network, in class order
 * @returns seven probabilities in class order; they sum to 1
 * @throws RangeError if there are not seven finite logits
 */
export function computeProbabilities(logits: ArrayLike<number>, rule: DecisionRule): number[] {
  if (logits.length !== EXPRESSION_COUNT) {
    throw new RangeError(`expected ${EXPRESSION_COUNT} logits, got ${logits.length}`);
  }
  const adjusted = rule.prior.map(
    (share, k) => (logits[k] as number) / rule.temperature - rule.priorStrength * Math.log(share),
  );
  if (!adjusted.every(Number.isFinite)) throw new RangeError('logits are not finite');
  const highest = Math.max(...adjusted);
  const exponentials = adjusted.map((value) => Math.exp(value - highest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}
