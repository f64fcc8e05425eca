import type { SquareCrop } from './face-crop.ts';
import type { Picture } from './picture.ts';
import { sampleLuma } from './sample-luma.ts';

/** Side of the classifier's input in pixels. */
export const INPUT_SIZE = 48;

/** Pixels of one classifier input. */
export const INPUT_PIXELS = INPUT_SIZE * INPUT_SIZE;

/** Bytes become network input by `(byte - mean) / std`. */
export interface Normalisation {
  readonly mean: number;
  readonly std: number;
}

/**
 * Cuts a square out of a picture, as 48x48 gray bytes. This and `normalise` are the only way into the network,
 * in training and in the page. Luma is Rec. 601 (0.299 R + 0.587 G + 0.114 B); the resize averages areas (see
 * `computeAxisWeights`); outside the picture its edge pixels repeat.
 *
 * @returns `INPUT_PIXELS` bytes, row by row, 0 black..255 white
 * @throws RangeError if the crop is not a finite positive square
 */
export function cropToGray(picture: Picture, crop: SquareCrop): Uint8Array<ArrayBuffer> {
  if (![crop.x, crop.y, crop.side].every(Number.isFinite) || crop.side <= 0) {
    throw new RangeError(`not a square: x ${crop.x}, y ${crop.y}, side ${crop.side}`);
  }
  const luma = new Float64Array(INPUT_PIXELS);
  sampleLuma(picture, crop, INPUT_SIZE, luma);
  // A plain loop: `Uint8Array.from` with a function takes twenty times as long, as much as a third of the sampling.
  const gray = new Uint8Array(INPUT_PIXELS);
  for (let i = 0; i < INPUT_PIXELS; i++) {
    // Rounding to 1e-6 first keeps a luma of 127.49999999 and 127.5 from falling to different sides.
    gray[i] = Math.round(Math.round((luma[i] as number) * 1e6) / 1e6);
  }
  return gray;
}

/**
 * Turns gray bytes into network input.
 *
 * @param gray bytes 0..255, any number of images
 * @param target where the values go; its length is at least `offset + gray.length`
 * @throws RangeError if they do not fit
 */
export function normalise(gray: Uint8Array, normalisation: Normalisation, target: Float32Array, offset = 0): void {
  if (target.length < offset + gray.length) throw new RangeError('target is too small');
  for (let i = 0; i < gray.length; i++) {
    target[offset + i] = ((gray[i] as number) - normalisation.mean) / normalisation.std;
  }
}
