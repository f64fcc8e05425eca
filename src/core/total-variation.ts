/**
 * How far apart two distributions are: the total variation distance, half the sum of the absolute differences. It is the
 * share of one that would have to be dealt out anew to make the other.
 *
 * @param a probabilities, which sum to 1
 * @param b as many
 * @returns 0 (the same) to 1 (they share nothing)
 */
export function measureTotalVariation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += Math.abs((a[k] as number) - (b[k] as number));
  return sum / 2;
}
