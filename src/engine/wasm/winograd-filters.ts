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
 * @returns [(side + 2) x (side + 2), count]
 */
export function transformFilters(filters: Float32Array, side: WinogradSide): Float32Array {
  const transform = TRANSFORMS[side];
  const length = side + 2;
  const count = filters.length / 9;
  const transformed = new Float32Array(length * length * count);
  const rows = new Float64Array(length * 3);
  for (let i = 0; i < count; i++) {
    transform.forEach(([a, b, c], y) => {
      for (let x = 0; x < 3; x++) {
        rows[y * 3 + x] =
          a * (filters[x * count + i] as number) +
          b * (filters[(3 + x) * count + i] as number) +
          c * (filters[(6 + x) * count + i] as number);
      }
    });
    for (let y = 0; y < length; y++) {
      const [p, q, r] = rows.subarray(y * 3, y * 3 + 3) as unknown as [number, number, number];
      transform.forEach(([a, b, c], x) => {
        transformed[(y * length + x) * count + i] = a * p + b * q + c * r;
      });
    }
  }
  return transformed;
}
