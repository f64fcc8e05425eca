import type { SquareCrop } from './face-crop.ts';
import type { Picture } from './picture.ts';
import { lieAlike, PlaneSampler } from './plane-sampler.ts';

/**
 * Resizes a square of a picture to Rec. 601 luma by averaging areas (see `computeAxisWeights`); outside the picture
 * its edge pixels repeat.
 *
 * @param square the region, in pixels of the picture
 * @param size side of the result in pixels
 * @param target where the size x size values go, row by row, 0 black..255 white
 * @throws RangeError if they do not fit
 */
export function sampleLuma(
  picture: Picture,
  square: SquareCrop,
  size: number,
  target: Float32Array | Float64Array,
  offset = 0,
): void {
  if (target.length < offset + size * size) throw new RangeError('target is too small');
  const samplers = openSamplers(picture, square, size);
  const luma = new Float64Array(size);
  const row = new Float64Array(size);
  for (let y = 0; y < size; y++) {
    luma.fill(0);
    for (const sampler of samplers) {
      sampler.readRow(y, row);
      for (let x = 0; x < size; x++) luma[x] = (luma[x] as number) + (row[x] as number);
    }
    // Planes of luma and chroma can stand for colours that no screen has.
    for (let x = 0; x < size; x++) luma[x] = Math.min(255, Math.max(0, luma[x] as number));
    target.set(luma, offset + y * size);
  }
}

/** Samplers whose rows add up to luma: of most video frames it is one plane of the three, of RGB all three at once. */
function openSamplers(picture: Picture, square: SquareCrop, size: number): PlaneSampler[] {
  const planes = picture.planes
    .map((plane, i) => ({ plane, weight: picture.luma[i] as number }))
    .filter(({ weight }) => weight !== 0);
  const [first, second, third] = planes;
  if (first && second && third && lieAlike(picture.planes)) {
    return [new PlaneSampler(picture, [first, second, third], square, size)];
  }
  return planes.map((plane) => new PlaneSampler(picture, [plane], square, size));
}
