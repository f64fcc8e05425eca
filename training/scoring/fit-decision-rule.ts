import { computeProbabilities, type DecisionRule, type DecisionRules } from '../../src/core/decision-rule.ts';
import { EXPRESSION_COUNT, rowOf } from '../../src/core/expressions.ts';
import { fitOffsets, type CalibratedRows } from './fit-offsets.ts';
import { decideRows, scorePredictions, type RulerScore } from './metrics.ts';

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

/** Shares of mean recall in what the everyday prior is fitted for, least first; 0 leaves the logits as they are. */
const RECALL_WEIGHTS = Array.from({ length: 15 }, (_, step) => step / 20);

/**
 * Chooses the rules that ship. The everyday one: as much mean recall as can be had for `accuracyBudget` of accuracy. Its
 * prior is fitted (`fitOffsets`) for more and more mean recall, and `chooseWithinBudget` takes one. Its temperature is the one that minimises cross-entropy to the
 * truth and leaves all answers as they are (Guo et al. 2017).
 *
 * The acting one is fitted for mean recall alone, as if all seven were equally likely (Saerens et al. 2002), and keeps
 * the temperature that calibrates the logits as they are: no split with people as they are met could calibrate it.
 *
 * Judging by accuracy alone would build a network that says neutral; by mean recall alone, one that never does.
 *
 * @param rows the half of the validation split that is kept for fitting
 * @param prior share of each class in the training targets
 * @param accuracyBudget 0..1
 * @throws RangeError if no row has a truth
 */
export function fitDecisionRules(
  rows: FittingRows,
  prior: readonly number[],
  accuracyBudget = DEFAULT_ACCURACY_BUDGET,
): DecisionRules {
  const known = selectKnownRows(rows);
  if (known.truth.length === 0) throw new RangeError('no row to fit a decision rule to has a truth');
  const temperature = fitTemperature(known);
  const candidates = RECALL_WEIGHTS.map((weight) => {
    const rule =
      weight === 0 ? { prior: EVEN_PRIOR, priorStrength: 0, temperature } : fitRule(known, prior, temperature, weight);
    return { rule, ...(scorePredictions(decideRows(known.logits, rule), known.truth) as RulerScore) };
  });
  const chosen = chooseWithinBudget(candidates, accuracyBudget);
  const acting = { prior: toPrior(fitOffsets(calibrate(known, temperature), prior, 1)), priorStrength: 1, temperature };
  return { everyday: chosen.rule, acting };
}

/**
 * Of candidates that give up more and more accuracy, those count up to the first whose accuracy is more than the budget
 * below the first one's: a later one that passes again does so by chance. Of these the first wins whose mean recall is
 * within one point of the best.
 *
 * @param candidates at least one
 */
export function chooseWithinBudget<C extends Pick<RulerScore, 'accuracy' | 'meanRecall'>>(
  candidates: readonly C[],
  accuracyBudget: number,
): C {
  const [unadjusted] = candidates as readonly [C];
  const lowest = unadjusted.accuracy - accuracyBudget - ROUNDING;
  const tooDear = candidates.findIndex(({ accuracy }) => accuracy < lowest);
  const allowed = tooDear < 0 ? candidates : candidates.slice(0, tooDear);
  const highest = Math.max(...allowed.map(({ meanRecall }) => meanRecall));
  return allowed.find(({ meanRecall }) => meanRecall >= highest - RECALL_TOLERANCE) ?? unadjusted;
}

const EVEN_PRIOR: readonly number[] = new Array<number>(EXPRESSION_COUNT).fill(1 / EXPRESSION_COUNT);

/** The everyday rule for a share of mean recall in what it is fitted for. */
function fitRule(known: KnownRows, prior: readonly number[], temperature: number, weight: number): DecisionRule {
  const offsets = fitOffsets(calibrate(known, temperature), prior, weight);
  // The answers stay the same if logits and offsets are divided by one number.
  const adjusted = known.logits.map((z, i) => z / temperature - (offsets[i % EXPRESSION_COUNT] as number));
  const further = fitTemperature({ ...known, logits: adjusted });
  return {
    prior: toPrior(offsets.map((offset) => offset / further)),
    priorStrength: 1,
    temperature: temperature * further,
  };
}

function calibrate({ logits, truth }: KnownRows, temperature: number): CalibratedRows {
  return { logits: Float64Array.from(logits, (z) => z / temperature), truth };
}

/** What must be expected so that its logarithm is these offsets, but for a number that all of them share. */
function toPrior(offsets: Float64Array): number[] {
  const exponentials = Array.from(offsets, Math.exp);
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

/** Lets a prior pass that costs exactly the budget. */
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

/** The temperature of the lowest cross-entropy: golden-section search over its log, 1/4..4. */
function fitTemperature({ logits, targets }: KnownRows): number {
  const lossAt = (logTemperature: number) =>
    computeCrossEntropy(logits, targets, {
      prior: EVEN_PRIOR,
      priorStrength: 0,
      temperature: Math.exp(logTemperature),
    });
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
