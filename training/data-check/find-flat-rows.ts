import { INPUT_PIXELS } from '../../src/core/preprocess.ts';
import { viewFace } from '../data/samples.ts';

/**
 * Pictures whose gray levels have a smaller standard deviation than this show nothing. In FER2013, 14 of the first 32,298
 * have less than 5 and one more less than 10, where faces in the dark begin.
 */
export const FLAT_BELOW = 5;

/**
 * Finds pictures without contrast.
 *
 * @param pixels n x 2304 gray bytes
 * @returns their rows, ascending
 */
export function findFlatRows(pixels: Uint8Array): number[] {
  const rows = Array.from({ length: pixels.length / INPUT_PIXELS }, (_, row) => row);
  return rows.filter((row) => measureSpread(viewFace(pixels, row)) < FLAT_BELOW);
}

function measureSpread(picture: Uint8Array): number {
  let [sum, squares] = [0, 0];
  for (const value of picture) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / picture.length;
  return Math.sqrt(Math.max(0, squares / picture.length - mean * mean));
}
