import { multiplyAdd } from './multiply-add';
import { readField } from './read-field';
import * as field from './sample-fields';

/**
 * Averages the areas of a plane that some rows of the result stand for.
 *
 * @param plane address of its numbers, see `sample-fields.ts`
 * @param copied the first of the plane's rows that were copied
 * @param begin the first of the result's rows, which becomes the first row of samples
 * @param end the one behind the last
 */
export function sampleRows(plane: usize, copied: i32, begin: i32, end: i32): void {
  let target: usize = readField(plane, field.SAMPLED);
  for (let y = begin; y < end; y++) {
    averageRows(plane, copied, y);
    averageColumns(plane, target);
    target += readField(plane, field.SAMPLES) * 4;
  }
}

/** The weighted sum of the rows of the plane behind row `y` of the result. */
function averageRows(plane: usize, copied: i32, y: i32): void {
  const wide: usize = readField(plane, field.WIDE_ROW);
  const end = wide + readField(plane, field.COLUMNS) * 4;
  const stride = readField(plane, field.PIXEL_STRIDE);
  const rowStride = readField(plane, field.ROW_STRIDE);
  const levels: usize = readField(plane, field.LEVELS);
  const taps = readField(plane, field.ROW_TAPS);
  const row = load<i32>(readField(plane, field.ROW_FIRST) + y * 4) - copied;
  let bytes: usize = readField(plane, field.BYTES) + row * rowStride;
  let weights: usize = readField(plane, field.ROW_WEIGHTS) + y * taps * 4;
  for (let to = wide; to < end; to += 16) v128.store(to, f32x4.splat(0));
  for (let tap = 0; tap < taps; tap++) {
    const weight = load<f32>(weights);
    if (weight !== 0) {
      let from = bytes;
      for (let to = wide; to < end; to += 16) {
        const values = gather(
          levels + load<u8>(from) * 4,
          levels + load<u8>(from + stride) * 4,
          levels + load<u8>(from + 2 * stride) * 4,
          levels + load<u8>(from + 3 * stride) * 4,
        );
        v128.store(to, multiplyAdd(values, f32x4.splat(weight), v128.load(to)));
        from += 4 * stride;
      }
    }
    bytes += rowStride;
    weights += 4;
  }
}

/** The weighted sums of columns of the row that lies ready, four samples at a time. */
function averageColumns(plane: usize, target: usize): void {
  const wide: usize = readField(plane, field.WIDE_ROW);
  const taps = readField(plane, field.COLUMN_TAPS);
  const end = target + readField(plane, field.SAMPLES) * 4;
  let first: usize = readField(plane, field.COLUMN_FIRST);
  let weights: usize = readField(plane, field.COLUMN_WEIGHTS);
  for (let to = target; to < end; to += 16) {
    let a = wide + load<i32>(first);
    let b = wide + load<i32>(first, 4);
    let c = wide + load<i32>(first, 8);
    let d = wide + load<i32>(first, 12);
    let sum = f32x4.splat(0);
    for (let tap = 0; tap < taps; tap++) {
      sum = multiplyAdd(gather(a, b, c, d), v128.load(weights), sum);
      a += 4;
      b += 4;
      c += 4;
      d += 4;
      weights += 16;
    }
    v128.store(to, sum);
    first += 16;
  }
}

/** Four floats from anywhere. */
// @inline
function gather(a: usize, b: usize, c: usize, d: usize): v128 {
  let values = v128.load32_zero(a);
  values = v128.load_lane<f32>(b, values, 1);
  values = v128.load_lane<f32>(c, values, 2);
  return v128.load_lane<f32>(d, values, 3);
}
