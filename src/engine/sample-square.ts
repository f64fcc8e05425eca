import { computeAxisWeights, type AxisWeights } from '../core/area-resize.ts';
import type { SquareCrop } from '../core/face-crop.ts';
import type { RgbaImage } from '../core/preprocess.ts';

/**
 * Draws a square region of a picture as the face detector wants it: averaging areas when it gets smaller, linear
 * interpolation when it gets larger. Where the region reaches past the picture's edges it is black, as in face-api's
 * own padding.
 *
 * @param square the region, in pixels of the picture
 * @param size side of the result in pixels
 * @returns [size, size, 3], R, G, B, 0..255
 */
export function sampleSquare(image: RgbaImage, square: SquareCrop, size: number): Float32Array<ArrayBuffer> {
  const { data, width, height } = image;
  const columns = cutToPicture(computeAxisWeights(square.x, square.side, size), width);
  const rows = cutToPicture(computeAxisWeights(square.y, square.side, size), height);
  const rowLength = size * 3;

  // First along x, for the picture's rows that the square touches: [rows, size, 3].
  const top = Math.min(...rows.from);
  const bottom = Math.max(...rows.to);
  const narrow = new Float32Array(Math.max(0, bottom - top) * rowLength);
  for (let row = top; row < bottom; row++) {
    const rowStart = row * width;
    for (let x = 0; x < size; x++) {
      const end = columns.to[x] as number;
      let w = columns.firstWeight[x] as number;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let pixel = columns.from[x] as number; pixel < end; pixel++) {
        const weight = columns.weights[w++] as number;
        const p = (rowStart + pixel) * 4;
        red += weight * (data[p] as number);
        green += weight * (data[p + 1] as number);
        blue += weight * (data[p + 2] as number);
      }
      const out = (row - top) * rowLength + x * 3;
      narrow[out] = red;
      narrow[out + 1] = green;
      narrow[out + 2] = blue;
    }
  }

  const result = new Float32Array(size * rowLength);
  for (let y = 0; y < size; y++) {
    const out = y * rowLength;
    const end = rows.to[y] as number;
    let w = rows.firstWeight[y] as number;
    for (let row = rows.from[y] as number; row < end; row++) {
      const weight = rows.weights[w++] as number;
      const start = (row - top) * rowLength;
      for (let i = 0; i < rowLength; i++) {
        result[out + i] = (result[out + i] as number) + weight * (narrow[start + i] as number);
      }
    }
  }
  return result;
}

/** The part of each output sample's footprint that lies on the picture. */
interface CutAxis {
  /** Source pixels `from` to `to` (exclusive) of each sample; equal where a sample is all outside. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Where in `weights` the weight of pixel `from` is. */
  readonly firstWeight: Int32Array;
  readonly weights: Float64Array;
}

function cutToPicture({ first, weights, taps }: AxisWeights, length: number): CutAxis {
  const clamp = (pixel: number) => Math.min(Math.max(pixel, 0), length);
  const from = first.map(clamp);
  return {
    from,
    to: first.map((pixel) => clamp(pixel + taps)),
    firstWeight: first.map((pixel, i) => i * taps + (from[i] as number) - pixel),
    weights,
  };
}
