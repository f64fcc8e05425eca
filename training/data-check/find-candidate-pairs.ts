import * as tf from '@tensorflow/tfjs-core';
import { INPUT_PIXELS } from '../../src/core/preprocess.ts';
import type { FaceAlignment } from './align-faces.ts';
import { DESCRIPTOR_LENGTH, describeFaces, shrinkFaces } from './describe-faces.ts';
import { toAlignment, WINDOW_COMPARISONS, type Window } from './window-comparisons.ts';

/** Two pictures that may show one photograph. */
export interface CandidatePair {
  /** Positions in the list that was searched; `first` < `second`. */
  readonly first: number;
  readonly second: number;
  /** Roughly how the first lies in the second. */
  readonly start: FaceAlignment;
}

/**
 * Descriptors at least this alike make a candidate. Of pairs of different people on FER2013, 1 in 20,000 is this alike in
 * one of seven comparisons; lower values find hardly more that stands the full comparison, and cost much more time.
 */
const LEAST_SIMILARITY = 0.85;

/** Pictures that one matrix product takes from either side: few enough for the processor's cache. */
const TILE = 512;

/**
 * Finds the pairs of pictures worth a full comparison, among all pairs: matrix products on the current tfjs backend compare
 * the descriptors of all pictures (`describeFaces`) with each other, and those of parts and mirror images.
 *
 * @param pixels n x 2304 gray bytes; pictures without contrast match at random, so leave them out
 * @param onProgress told the share that is done, 0..1
 * @returns each pair once, with the start where it matched best, ordered by first and second
 */
export function findCandidatePairs(pixels: Uint8Array, onProgress: (share: number) => void): CandidatePair[] {
  const count = pixels.length / INPUT_PIXELS;
  const thumbnails = shrinkFaces(pixels, count);
  const describe = ([scale, shiftX, shiftY]: Window, mirrored: boolean): Float32Array =>
    describeFaces(thumbnails, count, { mirrored, scale, shiftX, shiftY });
  const best = new Map<number, { similarity: number; start: FaceAlignment }>();
  WINDOW_COMPARISONS.forEach((comparison, i) => {
    const start = toAlignment(comparison);
    const firsts = describe(comparison.first, false);
    const seconds = describe(comparison.second, comparison.mirrored);
    const rows = createTiles(firsts, false);
    const columns = createTiles(seconds, true);
    rows.forEach((row, r) => {
      for (const [c, column] of columns.entries()) {
        if (c < r) continue;
        for (const first of findMatchingRows(row, column, r * TILE)) {
          const end = Math.min((c + 1) * TILE, count);
          for (let second = Math.max(c * TILE, first + 1); second < end; second++) {
            const similarity = multiplyRows(firsts, first, seconds, second);
            const key = first * count + second;
            if (similarity < LEAST_SIMILARITY || similarity <= (best.get(key)?.similarity ?? 0)) continue;
            best.set(key, { similarity, start });
          }
        }
      }
      // The tiles that remain form a triangle.
      const left = 1 - (r + 1) / rows.length;
      onProgress((i + 1 - left * left) / WINDOW_COMPARISONS.length);
    });
    tf.dispose([...rows, ...columns]);
  });
  return [...best]
    .sort(([a], [b]) => a - b)
    .map(([key, { start }]) => ({ first: Math.floor(key / count), second: key % count, start }));
}

/** Vectors of `TILE` pictures each, [n, 48] or transposed. */
function createTiles(vectors: Float32Array, transposed: boolean): tf.Tensor2D[] {
  const tiles: tf.Tensor2D[] = [];
  for (let start = 0; start < vectors.length; start += TILE * DESCRIPTOR_LENGTH) {
    const tile = vectors.subarray(start, start + TILE * DESCRIPTOR_LENGTH);
    tiles.push(
      tf.tidy(() => {
        const rows = tf.tensor2d(tile, [tile.length / DESCRIPTOR_LENGTH, DESCRIPTOR_LENGTH]);
        return transposed ? tf.transpose(rows) : rows;
      }),
    );
  }
  return tiles;
}

/**
 * Pictures of one tile that match at least one of the other. Only the largest product of each row leaves the backend:
 * copying all of them takes longer than computing them.
 */
function findMatchingRows(row: tf.Tensor2D, column: tf.Tensor2D, firstRow: number): number[] {
  // `tidy` would look for tensors in every number of an array that it returns.
  const largest = tf.tidy(() => tf.max(tf.matMul(row, column), 1));
  const found: number[] = [];
  // Backends sum in another order than `multiplyRows`: a little slack, so that only the latter decides.
  largest.dataSync<'float32'>().forEach((value, i) => {
    if (value >= LEAST_SIMILARITY - 1e-4) found.push(firstRow + i);
  });
  largest.dispose();
  return found;
}

function multiplyRows(a: Float32Array, rowA: number, b: Float32Array, rowB: number): number {
  let sum = 0;
  for (let k = 0; k < DESCRIPTOR_LENGTH; k++)
    sum += (a[rowA * DESCRIPTOR_LENGTH + k] as number) * (b[rowB * DESCRIPTOR_LENGTH + k] as number);
  return sum;
}
