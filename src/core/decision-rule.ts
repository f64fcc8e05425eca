import { EXPRESSION_COUNT } from './expressions.ts';

/**
 * Whom a reading expects to see. `everyday`: people as they are met, neutral and happy far more often than disgusted;
 * this rule decides where one is asked for, and all scores are by it unless they say otherwise. `acting`: somebody who
 * plays the seven expressions, the rare ones as well.
 */
export const PRIORS = ['everyday', 'acting'] as const;
export type PriorName = (typeof PRIORS)[number];

/** How logits become probabilities. */
export interface DecisionRule {
  /** Softmax temperature, > 0 (Guo et al. 2017). */
  readonly temperature: number;
  /** What is added to the logits once they are divided by the temperature, in class order; the mean is 0. */
  readonly logitOffsets: readonly number[];
}

/** The rules that ship with a model, one for each prior. */
export type DecisionRules = Readonly<Record<PriorName, DecisionRule>>;

/** A plain softmax: what a network was trained to give. */
export const PLAIN_RULE: DecisionRule = { temperature: 1, logitOffsets: new Array<number>(EXPRESSION_COUNT).fill(0) };

/** Whether two rules give the same probabilities, whatever the logits. */
export function isSameRule(a: DecisionRule, b: DecisionRule): boolean {
  return a.temperature === b.temperature && a.logitOffsets.every((offset, k) => offset === b.logitOffsets[k]);
}

/**
 * Probabilities of one face: softmax(logits / temperature + logitOffsets), the logit adjustment of Menon et al. 2021
 * applied at reading.
 *
 * @param logits seven raw outputs of the network, in class order
 * @returns seven probabilities in class order; they sum to 1
 * @throws RangeError if there are not seven finite logits
 */
export function computeProbabilities(logits: ArrayLike<number>, { temperature, logitOffsets }: DecisionRule): number[] {
  if (logits.length !== EXPRESSION_COUNT) {
    throw new RangeError(`expected ${EXPRESSION_COUNT} logits, got ${logits.length}`);
  }
  const adjusted = logitOffsets.map((offset, k) => (logits[k] as number) / temperature + offset);
  if (!adjusted.every(Number.isFinite)) throw new RangeError('logits are not finite');
  const highest = Math.max(...adjusted);
  const exponentials = adjusted.map((value) => Math.exp(value - highest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

/**
 * Probabilities of one face, for each prior.
 *
 * @param logits seven raw outputs of the network, in class order
 * @throws RangeError if there are not seven finite logits
 */
export function computeByPrior(
  logits: ArrayLike<number>,
  rules: DecisionRules,
): Readonly<Record<PriorName, readonly number[]>> {
  return {
    everyday: computeProbabilities(logits, rules.everyday),
    acting: computeProbabilities(logits, rules.acting),
  };
}
