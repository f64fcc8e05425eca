/**
 * The strongest of many, so that they do not jump while a face moves: those of before stay in their order as long as each is
 * among the `2 * count` strongest.
 *
 * @param strengths how strong each one is; the sign does not matter
 * @param before what this gave last; positions in `strengths`
 * @returns at most `count` positions
 */
export function keepRanking(strengths: readonly number[], count: number, before: readonly number[]): readonly number[] {
  const ranked = strengths.map((_, position) => position).sort((a, b) => sizeAt(strengths, b) - sizeAt(strengths, a));
  const near = new Set(ranked.slice(0, 2 * count));
  const isKept = before.length === Math.min(count, strengths.length) && before.every((position) => near.has(position));
  return isKept ? before : ranked.slice(0, count);
}

function sizeAt(strengths: readonly number[], position: number): number {
  return Math.abs(strengths[position] ?? 0);
}
