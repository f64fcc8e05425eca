import { multiplyAdd } from './multiply-add';
import { ROWS } from './multiply-panels';
import { readField } from './read-field';
import * as field from './step-fields';

/**
 * Takes each channel of a tile of 2x2 pixels through its own 3x3 filter, into the first factor of the product over all
 * channels, [positions][block][depth / 4][ROWS][4]. The four pixels are four positions.
 *
 * @param source its first pixel, margin included
 * @param to its row in its block of the first position
 */
export function filterTile(step: usize, source: usize, to: usize): void {
  const row = readField(step, field.SOURCE_ROW);
  const pixel = readField(step, field.SOURCE_PIXEL);
  const position = readField(step, field.GATHERED_POSITION);
  const quads = readField(step, field.CHANNELS) >> 2;
  let filters: usize = readField(step, field.DEPTHWISE);
  for (let quad = 0; quad < quads; quad++) {
    let topLeft = f32x4.splat(0);
    let topRight = topLeft;
    let bottomLeft = topLeft;
    let bottomRight = topLeft;
    // Each line of the map is seen by one row of filters or, by those of both pixels above each other, two.
    for (let line = 0; line < 4; line++) {
      const from = source + line * row;
      const x0 = v128.load(from);
      const x1 = v128.load(from + pixel);
      const x2 = v128.load(from + 2 * pixel);
      const x3 = v128.load(from + 3 * pixel);
      if (line < 3) {
        const weights = filters + line * 48;
        topLeft = addProducts(weights, x0, x1, x2, topLeft);
        topRight = addProducts(weights, x1, x2, x3, topRight);
      }
      if (line > 0) {
        const weights = filters + line * 48 - 48;
        bottomLeft = addProducts(weights, x0, x1, x2, bottomLeft);
        bottomRight = addProducts(weights, x1, x2, x3, bottomRight);
      }
    }
    v128.store(to, topLeft);
    v128.store(to + position, topRight);
    v128.store(to + 2 * position, bottomLeft);
    v128.store(to + 3 * position, bottomRight);
    source += 16;
    filters += 9 * 16;
    to += ROWS * 16;
  }
}

/** One row of a filter. */
// @inline
function addProducts(weights: usize, x0: v128, x1: v128, x2: v128, sum: v128): v128 {
  sum = multiplyAdd(x0, v128.load(weights), sum);
  sum = multiplyAdd(x1, v128.load(weights, 16), sum);
  return multiplyAdd(x2, v128.load(weights, 32), sum);
}
