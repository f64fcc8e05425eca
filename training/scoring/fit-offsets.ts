import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';

/** Validation rows whose logits are log-posteriors on the whole. */
export interface CalibratedRows {
  /** n x 7, divided by the temperature that calibrates them. */
  readonly logits: Float64Array;
  /** n class indices. */
  readonly truth: readonly number[];
}

/** Probabilities are sharpened so much that their mean comes near a count of answers, and still has a slope. */
const SHARPNESS = 2;

/** What keeps the offsets near those that theory gives: of the rarest classes there are a dozen rows to fit to. */
const PENALTY = 5e-3;

const MOST_STEPS = 300;
/** Of the objective, which is between 0 and 1: what no longer counts. */
const TOLERANCE = 1e-8;

/**
 * Finds what to take off each class's logit, for the most of
 *
 *     (1 - weight) accuracy + weight mean recall.
 *
 * For calibrated logits that is known: -log((1 - weight) + weight / (classes share)), the cost-sensitive rule of Elkan
 * 2001 where a hit counts for that much. A strength of the log prior (Menon et al. 2021) moves all classes along one
 * line instead, and pays for the recall of rare classes with that of common ones. A network is calibrated on the whole,
 * but not class by class: so the offsets are fitted from there, by gradient ascent with backtracking (Armijo 1966) on
 *
 *     (1 - weight) mean p(truth) + weight mean over classes of their rows' mean p(truth) - PENALTY |change|^2,
 *
 * p being the softmax of SHARPNESS (logits - offsets): smooth stand-ins for accuracy and mean recall.
 *
 * @param prior share of each class in the training targets
 * @param weight of the mean recall, 0..1
 * @returns seven offsets in class order, in units of the logits
 */
export function fitOffsets(rows: CalibratedRows, prior: readonly number[], weight: number): Float64Array {
  const { logits, truth } = rows;
  const theory = Float64Array.from(prior, (share) => -Math.log(1 - weight + weight / (prior.length * share)));
  const shares = weighRows(truth, weight);
  const evaluate = (offsets: Float64Array) => evaluateOffsets(logits, truth, shares, offsets, theory);
  let offsets = theory;
  let best = evaluate(offsets);
  let rate = 1;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { value, slope } = best;
    const steepness = slope.reduce((sum, part) => sum + part * part, 0);
    let moved: typeof offsets;
    let next: typeof best;
    do {
      moved = offsets.map((offset, k) => offset + rate * (slope[k] as number));
      next = evaluate(moved);
      rate /= 2;
    } while (next.value < value + rate * steepness && rate * steepness > TOLERANCE);
    if (next.value < value + TOLERANCE) break;
    [offsets, best] = [moved, next];
    rate *= 4;
  }
  return offsets;
}

/** Sums to 1: each row's share in the objective. */
function weighRows(truth: readonly number[], weight: number): Float64Array {
  const counts = new Map<number, number>();
  for (const label of truth) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Float64Array.from(
    truth,
    (label) => (1 - weight) / truth.length + weight / (counts.size * (counts.get(label) as number)),
  );
}

/** The objective and its slope. */
function evaluateOffsets(
  logits: Float64Array,
  truth: readonly number[],
  shares: Float64Array,
  offsets: Float64Array,
  theory: Float64Array,
) {
  const changes = offsets.map((offset, k) => offset - (theory[k] as number));
  const slope = changes.map((change) => -2 * PENALTY * change);
  let value = -PENALTY * changes.reduce((sum, change) => sum + change * change, 0);
  const probabilities = new Float64Array(EXPRESSION_COUNT);
  truth.forEach((label, row) => {
    let highest = -Infinity;
    for (let k = 0; k < EXPRESSION_COUNT; k++) {
      const sharp = SHARPNESS * ((logits[row * EXPRESSION_COUNT + k] as number) - (offsets[k] as number));
      probabilities[k] = sharp;
      highest = Math.max(highest, sharp);
    }
    let sum = 0;
    for (let k = 0; k < EXPRESSION_COUNT; k++) {
      const exponential = Math.exp((probabilities[k] as number) - highest);
      probabilities[k] = exponential;
      sum += exponential;
    }
    const share = ((probabilities[label] as number) / sum) * (shares[row] as number);
    value += share;
    for (let k = 0; k < EXPRESSION_COUNT; k++) {
      const own = k === label ? 1 : 0;
      slope[k] = (slope[k] as number) - SHARPNESS * share * (own - (probabilities[k] as number) / sum);
    }
  });
  return { value, slope };
}
