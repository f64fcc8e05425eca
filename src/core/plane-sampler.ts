import { computeAxisWeights, type AxisWeights } from './area-resize.ts';
import type { SquareCrop } from './face-crop.ts';
import type { Picture, Plane } from './picture.ts';

/** A plane and what it weighs in the values that are made of it. */
export interface WeightedPlane {
  readonly plane: Plane;
  readonly weight: number;
}

/**
 * Resizes a square of a plane, or of the weighted sum of planes that lie alike, by averaging areas (see
 * `computeAxisWeights`), a row at a time, and reads no more than the square touches. Arithmetic is plain double
 * precision in a fixed order: the same in every JavaScript engine.
 */
export class PlaneSampler {
  readonly #parts: readonly [SampledPlane, SampledPlane?, SampledPlane?];
  readonly #plane: Plane;
  readonly #rows: AxisWeights;
  readonly #columns: AxisWeights;
  /** First of the plane's columns that the square touches. */
  readonly #left: number;
  /** A row of the result that is still as wide as the columns that the square touches. */
  readonly #wideRow: Float64Array;

  /**
   * @param planes one, or three of which `lieAlike` holds
   * @param square the region, in pixels of the picture; past the picture's edges the edge pixels repeat
   * @param size side of the result in pixels
   */
  constructor(
    { width, height }: Picture,
    planes: readonly [WeightedPlane] | readonly [WeightedPlane, WeightedPlane, WeightedPlane],
    square: SquareCrop,
    size: number,
  ) {
    const [{ plane }] = planes;
    const weighAxis = (start: number, length: number, block: number) =>
      computeAxisWeights(start / block, square.side / block, size, Math.ceil(length / block));
    this.#plane = plane;
    this.#parts = planes.map(weighLevels) as [SampledPlane, SampledPlane?, SampledPlane?];
    this.#rows = weighAxis(square.y, height, plane.blockHeight);
    this.#columns = weighAxis(square.x, width, plane.blockWidth);
    const { first, taps } = this.#columns;
    this.#left = first[0] as number;
    this.#wideRow = new Float64Array((first[size - 1] as number) + taps - this.#left);
  }

  /** Writes row `y` of the result to `target`: as many values as it is wide, by the planes' levels and weights. */
  readRow(y: number, target: Float64Array): void {
    const { data, pixelStride, rowStride } = this.#plane;
    const [part, second, third] = this.#parts;
    const { first, weights, taps } = this.#rows;
    let begin = y * taps;
    let end = begin + taps;
    while (weights[begin] === 0) begin++;
    while (weights[end - 1] === 0) end--;
    let p = ((first[y] as number) + begin - y * taps) * rowStride + this.#left * pixelStride;
    this.#wideRow.fill(0);
    // Two rows at a time: the sums are read and written half as often.
    for (let w = begin; w < end; w += 2) {
      const hasLower = w + 1 < end;
      const pair: RowPair = {
        data,
        pixelStride,
        upper: p,
        lower: hasLower ? p + rowStride : p,
        upperWeight: weights[w] as number,
        lowerWeight: hasLower ? (weights[w + 1] as number) : 0,
      };
      if (second && third) addRowsOfThree(this.#wideRow, pair, part, second, third);
      else addRows(this.#wideRow, pair, part);
      p += 2 * rowStride;
    }
    averageColumns(this.#wideRow, this.#columns, this.#left, target);
  }
}

/** Whether planes have their bytes in one place, as far apart, for as many pixels: one walk reads them all. */
export function lieAlike(planes: readonly Plane[]): boolean {
  return planes.every(
    (plane, i) =>
      i === 0 ||
      (['data', 'pixelStride', 'rowStride', 'blockWidth', 'blockHeight'] as const).every(
        (key) => plane[key] === planes[0]?.[key],
      ),
  );
}

/** Where a plane's bytes begin, and what each of the 256 adds to a value. */
interface SampledPlane {
  readonly offset: number;
  readonly levels: Float64Array;
}

function weighLevels({ plane: { offset, levels }, weight }: WeightedPlane): SampledPlane {
  return { offset, levels: weight === 1 ? levels : levels.map((level) => level * weight) };
}

/** Two rows of planes: where their bytes are, without the planes' offsets, and what each row weighs. */
interface RowPair {
  readonly data: Uint8Array;
  readonly pixelStride: number;
  readonly upper: number;
  readonly lower: number;
  readonly upperWeight: number;
  readonly lowerWeight: number;
}

/** Adds two weighted rows of a plane to `sums`. */
function addRows(
  sums: Float64Array,
  { data, pixelStride, upper, lower, upperWeight, lowerWeight }: RowPair,
  { offset, levels }: SampledPlane,
): void {
  const { length } = sums;
  let [u, l] = [upper + offset, lower + offset];
  for (let i = 0; i < length; i++) {
    sums[i] =
      (sums[i] as number) +
      upperWeight * (levels[data[u] as number] as number) +
      lowerWeight * (levels[data[l] as number] as number);
    u += pixelStride;
    l += pixelStride;
  }
}

/** The same for the sum of three planes, in one walk: three would cost three times as much. */
function addRowsOfThree(
  sums: Float64Array,
  { data, pixelStride, upper, lower, upperWeight, lowerWeight }: RowPair,
  { offset: offset1, levels: levels1 }: SampledPlane,
  { offset: offset2, levels: levels2 }: SampledPlane,
  { offset: offset3, levels: levels3 }: SampledPlane,
): void {
  const { length } = sums;
  let [u, l] = [upper, lower];
  for (let i = 0; i < length; i++) {
    sums[i] =
      (sums[i] as number) +
      upperWeight *
        ((levels1[data[u + offset1] as number] as number) +
          (levels2[data[u + offset2] as number] as number) +
          (levels3[data[u + offset3] as number] as number)) +
      lowerWeight *
        ((levels1[data[l + offset1] as number] as number) +
          (levels2[data[l + offset2] as number] as number) +
          (levels3[data[l + offset3] as number] as number));
    u += pixelStride;
    l += pixelStride;
  }
}

/**
 * Averages a row of columns, the first of which is column `left` of the plane. Unrolled for the two counts that a pass over
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
