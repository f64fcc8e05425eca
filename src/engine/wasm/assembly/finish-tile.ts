import { ROWS } from './multiply-panels';
import { readField, readFloat } from './read-field';
import * as field from './step-fields';
import { transformOutput } from './winograd';

/**
 * Makes a tile's pixels of its products, [positions][block][panels][ROWS][8], and writes them into the map.
 *
 * @param products its row in its block of the first position
 * @param top its first row of pixels
 * @param left its first column of pixels
 */
export function finishTile(step: usize, products: usize, face: i32, top: i32, left: i32): void {
  const winograd = readField(step, field.WINOGRAD);
  if (winograd === 4) finish(4, true, step, products, face, top, left);
  else if (winograd === 2) finish(2, true, step, products, face, top, left);
  else finish(2, false, step, products, face, top, left);
}

/** Adds bias and map, activates, pools: what lies inside the map, four channels at a time. */
// @inline
function finish(side: i32, winograd: bool, step: usize, products: usize, face: i32, top: i32, left: i32): void {
  const square: usize = readField(step, field.SQUARE);
  const position = readField(step, field.PRODUCTS_POSITION);
  const pools = readField(step, field.POOLS);
  const rest = readField(step, field.POOLS_REST);
  const height = min(side, readField(step, field.HEIGHT) - top);
  const width = min(side, readField(step, field.WIDTH) - left);
  const rows = (height + rest) >> pools;
  const columns = (width + rest) >> pools;
  const targetRow = readField(step, field.TARGET_ROW);
  const otherRow = readField(step, field.OTHER_ROW);
  const pixel = readField(step, field.TARGET_PIXEL);
  const quads = readField(step, field.PANELS) * 2;
  const slope = f32x4.splat(readFloat(step, field.SLOPE));
  let bias: usize = readField(step, field.BIAS);
  let target: usize = readField(step, field.TARGET) + face * readField(step, field.TARGET_FACE);
  target += (top >> pools) * targetRow + (left >> pools) * pixel;
  let other: usize = readField(step, field.OTHER);
  const adds = other !== 0;
  other += face * readField(step, field.OTHER_FACE) + top * otherRow + left * pixel;
  // Of patches, positions are pixels.
  const stride = winograd ? 16 : position;
  for (let quad = 0; quad < quads; quad++) {
    if (winograd) transformTile(side, products, position, square);
    const pixels = winograd ? square : products;
    const addend = v128.load(bias);
    for (let y = 0; y < rows; y++) {
      let from = pixels + (y << pools) * side * stride;
      let beside = other + (y << pools) * otherRow;
      let to = target + y * targetRow;
      // A row that has no second one is pooled with itself.
      const below = i32((y << 1) + 1 < height);
      for (let x = 0; x < columns; x++) {
        let value = addMap(from, beside, adds);
        if (pools) {
          const right = i32((x << 1) + 1 < width);
          const fromBelow = from + below * side * stride;
          const besideBelow = beside + below * otherRow;
          value = f32x4.max(value, addMap(from + right * stride, beside + right * pixel, adds));
          value = f32x4.max(value, addMap(fromBelow, besideBelow, adds));
          value = f32x4.max(value, addMap(fromBelow + right * stride, besideBelow + right * pixel, adds));
        }
        value = f32x4.add(value, addend);
        v128.store(to, f32x4.max(value, f32x4.mul(value, slope)));
        from += stride << pools;
        beside += pixel << pools;
        to += pixel;
      }
    }
    products += quad & 1 ? ROWS * 32 - 16 : 16;
    bias += 16;
    target += 16;
    other += 16;
  }
}

// @inline
function addMap(from: usize, beside: usize, adds: bool): v128 {
  const value = v128.load(from);
  return adds ? f32x4.add(value, v128.load(beside)) : value;
}

// @inline
function transformTile(side: i32, products: usize, position: i32, square: usize): void {
  const length = side + 2;
  const half = square + side * side * 16;
  for (let column = 0; column < length; column++) {
    transformOutput(side, products + column * position, length * position, half + column * 16, length * 16);
  }
  for (let line = 0; line < side; line++) {
    transformOutput(side, half + line * length * 16, 16, square + line * side * 16, 16);
  }
}
