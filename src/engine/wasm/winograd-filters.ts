/** What F(m x m, 3x3) makes of a filter's rows and columns (Lavin & Gray 2016), by m. */
const TRANSFORMS = {
  2: [
    [1, 0, 0],
    [1 / 2, 1 / 2, 1 / 2],
    [1 / 2, -1 / 2, 1 / 2],
    [0, 0, 1],
  ],
  4: [
    [1 / 4, 0, 0],
    [-1 / 6, -1 / 6, -1 / 6],
    [-1 / 6, 1 / 6, -1 / 6],
    [1 / 24, 1 / 12, 1 / 6],
    [1 / 24, -1 / 12, 1 / 6],
    [0, 0, 1],
  ],
} as const satisfies Record<number, readonly (readonly [number, number, number])[]>;

/** Side of the squares of pixels that Winograd's algorithm computes at once. */
export type WinogradSide = keyof typeof TRANSFORMS;

/**
 * Takes 3x3 filters into the domain in which a convolution is one product for each position.
 *
 * @param filters [3, 3, count], count being channels x outputs
 * @returns for each of the (side + 2) x (side + 2) positions its matrix, [count]
 */
export function transformFilters(filters: Float32Array, side: WinogradSide): Float32Array[] {
  const count = filters.length / 9;
  const sums = new Float64Array(count);
  return TRANSFORMS[side].flatMap((down) =>
    TRANSFORMS[side].map((across) => {
      sums.fill(0);
      // Tap by tap, and not filter by filter: it is done beside video, which waits for it.
      down.forEach((ofRow, row) =>
        across.forEach((ofColumn, column) => addTap(sums, filters, row * 3 + column, ofRow * ofColumn)),
      );
      return new Float32Array(sums);
    }),
  );
}

/** Adds `factor` times the weights that all filters have at one tap. */
function addTap(sums: Float64Array, filters: Float32Array, tap: number, factor: number): void {
  if (factor === 0) return;
  const start = tap * sums.length;
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + factor * (filters[start + i] as number);
}
