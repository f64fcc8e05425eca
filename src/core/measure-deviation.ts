/**
 * How far what a device computes may be off, see `measureDeviation`. Single precision errs by 1e-6 in the page's networks,
 * and graphics processors that keep their maps in half precision by 5e-4; a kernel that leaves out one of a filter's taps is
 * off by 6e-2 or more, and one that forgets its biases by 0.1. An error of this share moves probabilities by one or two
 * percentage points at most.
 */
export const LARGEST_DEVIATION = 0.01;

/**
 * How far outputs of a network are from what they should be.
 *
 * @param expected not all zero
 * @returns the largest difference in parts of the largest output, 0 or more; infinite where there are too few or too many
 * outputs, or some that are no finite numbers
 */
export function measureDeviation(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Infinity;
  let largest = 0;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((found[i] as number) - (expected[i] as number));
    if (!Number.isFinite(difference)) return Infinity;
    largest = Math.max(largest, Math.abs(expected[i] as number));
    worst = Math.max(worst, difference);
  }
  return worst / largest;
}
