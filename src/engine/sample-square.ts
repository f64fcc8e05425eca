import type { SquareCrop } from '../core/face-crop.ts';
import type { Picture } from '../core/picture.ts';
import { PlaneSampler } from '../core/plane-sampler.ts';

/**
 * Draws a square region of a picture as the face detector wants it: averaging areas when it gets smaller, linear
 * interpolation when it gets larger. Where the region reaches past the picture's edges it is black, as in face-api's
 * own padding.
 *
 * @param square the region, in pixels of the picture
 * @param size side of the result in pixels
 * @param target where [size, size, 3] values go: R, G, B, 0..255
 * @throws RangeError if they do not fit
 */
export function sampleSquare(
  picture: Picture,
  square: SquareCrop,
  size: number,
  target: Float32Array,
  offset = 0,
): void {
  if (target.length < offset + size * size * 3) throw new RangeError('target is too small');
  const [first, second, third] = picture.planes.map((plane) => ({
    sampler: new PlaneSampler(picture, plane, square, size, 'zero'),
    row: new Float64Array(size),
  })) as [PlaneRow, PlaneRow, PlaneRow];
  const [red1, red2, red3] = picture.red;
  const [green1, green2, green3] = picture.green;
  const [blue1, blue2, blue3] = picture.blue;
  let out = offset;
  for (let y = 0; y < size; y++) {
    first.sampler.readRow(y, first.row);
    second.sampler.readRow(y, second.row);
    third.sampler.readRow(y, third.row);
    for (let x = 0; x < size; x++) {
      const a = first.row[x] as number;
      const b = second.row[x] as number;
      const c = third.row[x] as number;
      target[out++] = clampToByteRange(red1 * a + red2 * b + red3 * c);
      target[out++] = clampToByteRange(green1 * a + green2 * b + green3 * c);
      target[out++] = clampToByteRange(blue1 * a + blue2 * b + blue3 * c);
    }
  }
}

interface PlaneRow {
  readonly sampler: PlaneSampler;
  readonly row: Float64Array;
}

/** Planes of luma and chroma can stand for colours that no screen has. */
function clampToByteRange(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
