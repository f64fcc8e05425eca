/** Both ends of a range, the lower one first. */
export type Interval = readonly [low: number, high: number];

/** The 97.5 % quantile of the standard normal distribution: two-sided intervals of 95 %. */
export const NORMAL_QUANTILE = 1.959963984540054;

/**
 * 95 % interval of a share, by the score method of Wilson 1927 without continuity correction (Newcombe 1998a, method 3):
 * unlike p +- 1.96 standard errors, it holds for few trials and near 0 and 1, too.
 *
 * @param hits 0..trials
 * @param trials at least 1
 * @returns shares 0..1
 */
export function computeWilsonInterval(hits: number, trials: number): Interval {
  const z2 = NORMAL_QUANTILE ** 2;
  const share = hits / trials;
  const centre = share + z2 / (2 * trials);
  const halfWidth = NORMAL_QUANTILE * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials ** 2));
  const scale = 1 + z2 / trials;
  // Rounding may leave the ends of 0 and of all hits a bit outside.
  return [Math.max(0, (centre - halfWidth) / scale), Math.min(1, (centre + halfWidth) / scale)];
}
