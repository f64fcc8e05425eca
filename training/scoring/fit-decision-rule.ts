import {
  computeProbabilities,
  PLAIN_RULE,
  type DecisionRule,
  type DecisionRules,
} from '../../src/core/decision-rule.ts';
import { EXPRESSION_COUNT, rowOf } from '../../src/core/expressions.ts';
import type { CalibrationRecord } from '../../src/core/model-manifest.ts';

/** From what the offsets of the rules follow. */
export type Offsets = NonNullable<CalibrationRecord['offsets']>;

/** Validation rows to fit a decision rule to. */
export interface FittingRows {
  /** n x 7 */
  readonly logits: Float32Array;
  /** n class indices, -1: no truth, the row is left out. */
  readonly truth: ArrayLike<number>;
}

/** Rows that all have a truth. */
export interface KnownRows extends FittingRows {
  /** n x 7: 1 for the truth, else 0. */
  readonly targets: Float32Array;
  readonly truth: readonly number[];
}

/**
 * How many log priors the rules take off unless it is said otherwise. Everyday: where it costs `fast` next to no accuracy,
 * on PublicTest as on blind faces. Acting: measured on acted faces from elsewhere, where 1 gives up recall and more than 2 loses.
 */
export const DEFAULT_STRENGTHS: Offsets['strengths'] = { everyday: 0.5, acting: 1.5 };

/** Mean of the targets, in class order: the prior that the network has learnt. Sums to 1; no class is below 1e-4. */
export function computePrior(targets: Float32Array): number[] {
  const sums = new Array<number>(EXPRESSION_COUNT).fill(0);
  for (let i = 0; i < targets.length; i++) {
    sums[i % EXPRESSION_COUNT] = (sums[i % EXPRESSION_COUNT] as number) + (targets[i] as number);
  }
  const floored = sums.map((sum) => Math.max(sum / (targets.length / EXPRESSION_COUNT), 1e-4));
  const total = floored.reduce((sum, share) => sum + share, 0);
  return floored.map((share) => share / total);
}

/**
 * Makes the rules that ship: each takes a multiple of the log prior of the training targets off the calibrated logits
 * (Menon et al. 2021), in place of one number a class, which the dozen faces of a rare class cannot tell.
 *
 * The everyday rule's temperature is the one that minimises cross-entropy to the truth and leaves all answers as they
 * are (Guo et al. 2017). The acting one keeps the temperature that calibrates the logits as they are: no split with
 * people as they are met could calibrate it.
 *
 * @param rows the half of the validation split that is kept for fitting temperatures
 * @throws RangeError if no row has a truth
 */
export function fitDecisionRules(rows: FittingRows, { prior, strengths }: Offsets): DecisionRules {
  const known = selectKnownRows(rows);
  if (known.truth.length === 0) throw new RangeError('no row to fit a decision rule to has a truth');
  const temperature = fitTemperature(known);
  const everyday = computeOffsets(prior, strengths.everyday);
  const adjusted = known.logits.map((z, i) => z / temperature + (everyday[i % EXPRESSION_COUNT] as number));
  const further = fitTemperature({ ...known, logits: adjusted });
  return {
    // The answers stay the same if logits and offsets are divided by one number.
    everyday: { temperature: temperature * further, logitOffsets: everyday.map((offset) => offset / further) },
    acting: { temperature, logitOffsets: computeOffsets(prior, strengths.acting) },
  };
}

/** -strength log prior, less the mean of these. */
function computeOffsets(prior: readonly number[], strength: number): number[] {
  const logs = prior.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return logs.map((log) => strength * (mean - log));
}

/**
 * Mean entropy of the targets, in nats: the cross-entropy of a reader who knows the shares of the votes, below which none
 * can be.
 */
export function computeTargetEntropy(targets: Float32Array): number {
  const sum = targets.reduce((total, share) => (share > 0 ? total - share * Math.log(share) : total), 0);
  return sum / (targets.length / EXPRESSION_COUNT);
}

/** Mean cross-entropy, in nats, of the rule's probabilities to the targets. */
export function computeCrossEntropy(logits: Float32Array, targets: Float32Array, rule: DecisionRule): number {
  const rows = logits.length / EXPRESSION_COUNT;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const probabilities = computeProbabilities(rowOf(logits, row), rule);
    probabilities.forEach((probability, k) => {
      const share = targets[row * EXPRESSION_COUNT + k] as number;
      if (share > 0) sum -= share * Math.log(Math.max(probability, 1e-12));
    });
  }
  return sum / rows;
}

/** The rows that have a truth. */
export function selectKnownRows({ logits, truth }: FittingRows): KnownRows {
  const rows = Array.from(truth).flatMap((label, row) => (label < 0 ? [] : [row]));
  const known = {
    logits: new Float32Array(rows.length * EXPRESSION_COUNT),
    targets: new Float32Array(rows.length * EXPRESSION_COUNT),
    truth: rows.map((row) => truth[row] as number),
  };
  rows.forEach((row, i) => {
    known.logits.set(rowOf(logits, row), i * EXPRESSION_COUNT);
    known.targets[i * EXPRESSION_COUNT + (truth[row] as number)] = 1;
  });
  return known;
}

/** The temperature of the lowest cross-entropy: golden-section search over its log, 1/4..4. */
function fitTemperature({ logits, targets }: KnownRows): number {
  const lossAt = (logTemperature: number) =>
    computeCrossEntropy(logits, targets, { ...PLAIN_RULE, temperature: Math.exp(logTemperature) });
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(0.25);
  let high = Math.log(4);
  while (high - low > 1e-3) {
    const left = high - ratio * (high - low);
    const right = low + ratio * (high - low);
    if (lossAt(left) < lossAt(right)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}
