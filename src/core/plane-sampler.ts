import { computeAxisWeights, type AxisWeights, type Surroundings } from './area-resize.ts';
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
  /** A row of the result, still as wide as the columns that the square touches. */
  readonly #wideRow: Float64Array;

  /**
   * @param square the region, in pixels of the picture, not of the plane
   * @param size side of the result in pixels
   */
  constructor(picture: Picture, plane: Plane, square: SquareCrop, size: number, surroundings: Surroundings) {
    this.#plane = plane;
    const { blockWidth, blockHeight } = plane;
    const { width, height } = picture;
    this.#columns = computeAxisWeights(
      square.x / blockWidth,
      square.side / blockWidth,
      size,
      width / blockWidth,
      surroundings,
    );
    this.#rows = computeAxisWeights(
      square.y / blockHeight,
      square.side / blockHeight,
      size,
      height / blockHeight,
      surroundings,
    );
    this.#left = this.#columns.first[0] as number;
    this.#wideRow = new Float64Array((this.#columns.first[size - 1] as number) + this.#columns.taps - this.#left);
  }

  /** Writes row `y` of the result, in the plane's levels, to `target`, whose length is the size of the result. */
  readRow(y: number, target: Float64Array): void {
    this.#averageRows(y);
    this.#averageColumns(target);
  }

  #averageRows(y: number): void {
    const { data, offset, pixelStride, rowStride, levels } = this.#plane;
    const { first, weights, taps } = this.#rows;
    const wideRow = this.#wideRow;
    const { length } = wideRow;
    wideRow.fill(0);
    for (let t = 0; t < taps; t++) {
      const weight = weights[y * taps + t] as number;
      if (weight === 0) continue;
      let p = offset + ((first[y] as number) + t) * rowStride + this.#left * pixelStride;
      for (let i = 0; i < length; i++) {
        wideRow[i] = (wideRow[i] as number) + weight * (levels[data[p] as number] as number);
        p += pixelStride;
      }
    }
  }

  #averageColumns(target: Float64Array): void {
    const { first, weights, taps } = this.#columns;
    const wideRow = this.#wideRow;
    const left = this.#left;
    let w = 0;
    for (let x = 0; x < first.length; x++) {
      const begin = (first[x] as number) - left;
      let sum = 0;
      for (let t = 0; t < taps; t++) sum += (weights[w++] as number) * (wideRow[begin + t] as number);
      target[x] = sum;
    }
  }
}
