import { rowOf } from '../../../core/expressions.ts';
import { INPUT_PIXELS } from '../../../core/preprocess.ts';
import { shiftCrop } from '../../../core/shift-crop.ts';
import { measureTotalVariation } from '../../../core/total-variation.ts';

/** Right and down: along the rows, the columns and both diagonals. */
const DIRECTIONS = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const;

/** Number of ways in which a face is moved by each distance. */
export const DIRECTION_COUNT = DIRECTIONS.length;

/**
 * A face moved each way.
 *
 * @param crop 48 x 48 gray bytes
 * @param distance in pixels; on diagonals along both sides
 * @returns crops one after the other, ready to be read in one batch
 */
export function shiftAllWays(crop: Uint8Array, distance: number): Uint8Array<ArrayBuffer> {
  const moved = new Uint8Array(DIRECTION_COUNT * INPUT_PIXELS);
  DIRECTIONS.forEach(([right, down], row) => {
    moved.set(shiftCrop(crop, distance * right, distance * down), row * INPUT_PIXELS);
  });
  return moved;
}

/**
 * How much answers differ from one, on average.
 *
 * @param answer seven probabilities
 * @param others n x 7 probabilities
 * @returns mean total variation distance, 0..1
 */
export function measureMeanChange(answer: ArrayLike<number>, others: Float32Array): number {
  const rows = others.length / answer.length;
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += measureTotalVariation(answer, rowOf(others, row));
  return sum / rows;
}
