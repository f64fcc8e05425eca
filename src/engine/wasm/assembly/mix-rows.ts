import { multiplyAdd } from './multiply-add';
import { readField, readFloat } from './read-field';
import * as field from './sample-fields';

/**
 * Makes rows of pixels of the samples of three planes: R, G, B in 0..255 and a zero. Outside the picture they are black.
 *
 * @param mix address of its numbers, see `sample-fields.ts`
 * @param begin the first row, to which the first row of samples belongs
 * @param end the one behind the last
 */
export function mixRows(mix: usize, begin: i32, end: i32): void {
  for (let y = begin; y < end; y++) mixRow(mix, y, begin);
}

function mixRow(mix: usize, y: i32, begin: i32): void {
  const size = readField(mix, field.SIZE);
  const coverage = load<f32>(readField(mix, field.ROW_COVERAGE) + y * 4);
  const columns: usize = readField(mix, field.COLUMN_COVERAGE);
  let to: usize = readField(mix, field.TARGET) + y * readField(mix, field.TARGET_ROW);
  if (coverage === 0) {
    for (const end = to + size * 16; to < end; to += 16) v128.store(to, f32x4.splat(0));
    return;
  }
  const shift0 = readField(mix, field.PLANE_SHIFT);
  const shift1 = readField(mix, field.PLANE_SHIFT + 1);
  const shift2 = readField(mix, field.PLANE_SHIFT + 2);
  const row0 = findRow(mix, 0, shift0, y, begin);
  const row1 = findRow(mix, 1, shift1, y, begin);
  const row2 = findRow(mix, 2, shift2, y, begin);
  for (let x = 0; x < size; x += 4) {
    const a = loadSamples(row0, shift0, x);
    const b = loadSamples(row1, shift1, x);
    const c = loadSamples(row2, shift2, x);
    const covered = f32x4.mul(f32x4.splat(coverage), v128.load(columns + x * 4));
    const red = mixPlanes(mix, 0, a, b, c, covered);
    const green = mixPlanes(mix, 3, a, b, c, covered);
    const blue = mixPlanes(mix, 6, a, b, c, covered);
    storePixels(to, red, green, blue);
    to += 64;
  }
}

// @inline
function findRow(mix: usize, plane: i32, shift: i32, y: i32, begin: i32): usize {
  const rowBytes = (readField(mix, field.SIZE) >> shift) * 4;
  return readField(mix, field.PLANE_SAMPLES + plane) + ((y >> shift) - (begin >> shift)) * rowBytes;
}

/** The samples of four pixels: two, each for two neighbours, if they stand for 2x2 pixels. */
// @inline
function loadSamples(row: usize, shift: i32, x: i32): v128 {
  if (shift === 0) return v128.load(row + x * 4);
  const pair = v128.load64_zero(row + x * 2);
  return v128.shuffle<f32>(pair, pair, 0, 0, 1, 1);
}

/** Colours that no screen has are clamped. */
// @inline
function mixPlanes(mix: usize, weights: i32, a: v128, b: v128, c: v128, covered: v128): v128 {
  let sum = f32x4.mul(a, f32x4.splat(readFloat(mix, field.WEIGHTS + weights)));
  sum = multiplyAdd(b, f32x4.splat(readFloat(mix, field.WEIGHTS + weights + 1)), sum);
  sum = multiplyAdd(c, f32x4.splat(readFloat(mix, field.WEIGHTS + weights + 2)), sum);
  return f32x4.mul(f32x4.min(f32x4.max(sum, f32x4.splat(0)), f32x4.splat(255)), covered);
}

/** Four pixels, [4][red, green, blue, 0]. */
// @inline
function storePixels(to: usize, red: v128, green: v128, blue: v128): void {
  const zero = f32x4.splat(0);
  const redGreen = v128.shuffle<f32>(red, green, 0, 4, 1, 5);
  const redGreenEnd = v128.shuffle<f32>(red, green, 2, 6, 3, 7);
  const blueZero = v128.shuffle<f32>(blue, zero, 0, 4, 1, 5);
  const blueZeroEnd = v128.shuffle<f32>(blue, zero, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(redGreen, blueZero, 0, 2));
  v128.store(to, v128.shuffle<i64>(redGreen, blueZero, 1, 3), 16);
  v128.store(to, v128.shuffle<i64>(redGreenEnd, blueZeroEnd, 0, 2), 32);
  v128.store(to, v128.shuffle<i64>(redGreenEnd, blueZeroEnd, 1, 3), 48);
}
