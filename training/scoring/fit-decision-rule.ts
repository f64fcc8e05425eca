import { computeProbabilities, type DecisionRule, type DecisionRules } from '../../src/core/decision-rule.ts';
import { EXPRESSION_COUNT, rowOf } from '../../src/core/expressions.ts';
import { decideRows, scorePredictions } from './rulers.ts';

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
}

/** Accuracy that a rule may cost by default, as a share of the rows: one point. */
export const DEFAULT_ACCURACY_BUDGET = 0.01;

/** Mean recalls that differ by less count as equal: half a face of the rarest class in FER2013's half moves it by as much. */
const RECALL_TOLERANCE = 0.01;

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
 * Chooses the rules that ship. The everyday one: as much mean recall as can be had for `accuracyBudget` of accuracy. For each strength of
 * the log-prior adjustment, in steps of 0.05, the temperature is the one that minimises cross-entropy to the truth (Guo
 * et al. 2017). Strengths count up to the first whose accuracy is more than the budget below that of strength 0: a
 * higher one that passes again does so by chance. Of these the smallest wins whose mean recall is within one point of the
 * best.
 *
 * The acting one takes the whole log prior off logits at the temperature that calibrates them as they are, which leaves
 * all seven equally likely (Saerens et al. 2002). No row of a split with people as they are met could fit it.
 *
 * Judging by accuracy alone would build a network that says neutral; by mean recall alone, one that never does.
 *
 * @param rows the half of the validation split that is kept for fitting
 * @param accuracyBudget 0..1
 * @throws RangeError if no row has a truth
 */
export function fitDecisionRules(
  rows: FittingRows,
  prior: readonly number[],
  accuracyBudget = DEFAULT_ACCURACY_BUDGET,
): DecisionRules {
  const known = selectKnownRows(rows);
  const candidates = Array.from({ length: 21 }, (_, step) => {
    const priorStrength = step / 20;
    const rule = { prior, priorStrength, temperature: fitTemperature(known, prior, priorStrength) };
    const score = scorePredictions(decideRows(known.logits, rule), known.truth);
    if (!score) throw new RangeError('no row to fit a decision rule to has a truth');
    return { rule, ...score };
  });
  const [unadjusted] = candidates as [(typeof candidates)[number]];
  const lowest = unadjusted.accuracy - accuracyBudget - ROUNDING;
  const tooDear = candidates.findIndex(({ accuracy }) => accuracy < lowest);
  const allowed = tooDear < 0 ? candidates : candidates.slice(0, tooDear);
  const highest = Math.max(...allowed.map(({ meanRecall }) => meanRecall));
  const chosen = allowed.find(({ meanRecall }) => meanRecall >= highest - RECALL_TOLERANCE) ?? unadjusted;
  return { everyday: chosen.rule, acting: { ...unadjusted.rule, priorStrength: 1 } };
}

/** Lets a strength pass that costs exactly the budget. */
const ROUNDING = 1e-9;

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

/** Golden-section search over the log of the temperature, 1/4..4. */
function fitTemperature({ logits, targets }: KnownRows, prior: readonly number[], priorStrength: number): number {
  const lossAt = (logTemperature: number) =>
    computeCrossEntropy(logits, targets, { prior, priorStrength, temperature: Math.exp(logTemperature) });
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
