import { computeAxisWeights, type AxisWeights } from './area-resize.ts';
import type { SquareCrop } from './face-crop.ts';
import type { Picture, Plane } from './picture.ts';

/**
 * Resizes a square of one plane by averaging areas (see `computeAxisWeights`), a row at a time, and reads no more of
 * it than the square touches. Arithmetic is plain double precision in a fixed order: the same in every JavaScript
 * engine.
 */
export class PlaneSampler {
  readonly #plane: Plane;
  readonly #rows: AxisWeights;
  readonly #columns: AxisWeights;
  /** First of the plane's columns that the square touches. */
  readonly #left: number;
  /** A row of the result that is still as wide as the columns that the square touches. */
  readonly #wideRow: Float64Array;

  /**
   * @param square the region, in pixels of the picture; past the picture's edges the edge pixels repeat
   * @param size side of the result in pixels
   */
  constructor({ width, height }: Picture, plane: Plane, square: SquareCrop, size: number) {
    const weighAxis = (start: number, length: number, block: number) =>
      computeAxisWeights(start / block, square.side / block, size, Math.ceil(length / block));
    this.#plane = plane;
    this.#rows = weighAxis(square.y, height, plane.blockHeight);
    this.#columns = weighAxis(square.x, width, plane.blockWidth);
    const { first, taps } = this.#columns;
    this.#left = first[0] as number;
    this.#wideRow = new Float64Array((first[size - 1] as number) + taps - this.#left);
  }

  /** Writes row `y` of the result to `target`: as many values as it is wide, by the plane's levels. */
  readRow(y: number, target: Float64Array): void {
    const { offset, pixelStride, rowStride } = this.#plane;
    const { first, weights, taps } = this.#rows;
    let begin = y * taps;
    let end = begin + taps;
    while (weights[begin] === 0) begin++;
    while (weights[end - 1] === 0) end--;
    let p = offset + ((first[y] as number) + begin - y * taps) * rowStride + this.#left * pixelStride;
    this.#wideRow.fill(0);
    // Two rows at a time: the sums are read and written half as often.
    for (let w = begin; w < end; w += 2) {
      const hasLower = w + 1 < end;
      const lowerWeight = hasLower ? (weights[w + 1] as number) : 0;
      addTwoRows(this.#wideRow, this.#plane, p, hasLower ? p + rowStride : p, weights[w] as number, lowerWeight);
      p += 2 * rowStride;
    }
    averageColumns(this.#wideRow, this.#columns, this.#left, target);
  }
}

/** Adds two weighted rows of a plane, which begin at the bytes `upper` and `lower`, to `sums`. */
function addTwoRows(
  sums: Float64Array,
  { data, levels, pixelStride }: Plane,
  upper: number,
  lower: number,
  upperWeight: number,
  lowerWeight: number,
): void {
  const { length } = sums;
  for (let i = 0; i < length; i++) {
    sums[i] =
      (sums[i] as number) +
      upperWeight * (levels[data[upper] as number] as number) +
      lowerWeight * (levels[data[lower] as number] as number);
    upper += pixelStride;
    lower += pixelStride;
  }
}

/**
 * Averages a row of columns, the first of which is column `left` of the plane. Unrolled for the two counts that a look at
 * a whole frame has: it samples a quarter faster so.
 */
function averageColumns(
  wideRow: Float64Array,
  { first, weights, taps }: AxisWeights,
  left: number,
  target: Float64Array,
): void {
  const { length } = first;
  if (taps === 2) {
    for (let x = 0; x < length; x++) {
      const begin = (first[x] as number) - left;
      const w = 2 * x;
      target[x] =
        (weights[w] as number) * (wideRow[begin] as number) +
        (weights[w + 1] as number) * (wideRow[begin + 1] as number);
    }
    return;
  }
  if (taps === 3) {
    for (let x = 0; x < length; x++) {
      const begin = (first[x] as number) - left;
      const w = 3 * x;
      target[x] =
        (weights[w] as number) * (wideRow[begin] as number) +
        (weights[w + 1] as number) * (wideRow[begin + 1] as number) +
        (weights[w + 2] as number) * (wideRow[begin + 2] as number);
    }
    return;
  }
  let w = 0;
  for (let x = 0; x < length; x++) {
    const begin = (first[x] as number) - left;
    let sum = 0;
    for (let t = 0; t < taps; t++) sum += (weights[w++] as number) * (wideRow[begin + t] as number);
    target[x] = sum;
  }
}
