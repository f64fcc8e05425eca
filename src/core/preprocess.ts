import { computeAxisWeights } from './area-resize.ts';
import type { SquareCrop } from './face-crop.ts';

/** Side of the classifier's input in pixels. */
export const INPUT_SIZE = 48;

/** Pixels of one classifier input. */
export const INPUT_PIXELS = INPUT_SIZE * INPUT_SIZE;

/** Pixels as canvas gives them: R, G, B, A bytes, row by row. */
export interface RgbaImage {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

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
 * Arithmetic is plain double precision in a fixed order, so every JavaScript engine gives the same bytes.
 *
 * @returns `INPUT_PIXELS` bytes, row by row, 0 black..255 white
 * @throws RangeError if the picture has no pixels, its data is too short, or the crop is not a finite positive square
 */
export function cropToGray(image: RgbaImage, crop: SquareCrop): Uint8Array<ArrayBuffer> {
  const { data, width, height } = image;
  if (!(width > 0 && height > 0) || data.length < width * height * 4) {
    throw new RangeError(`not a picture: ${width}x${height} with ${data.length} bytes`);
  }
  if (![crop.x, crop.y, crop.side].every(Number.isFinite) || crop.side <= 0) {
    throw new RangeError(`not a square: x ${crop.x}, y ${crop.y}, side ${crop.side}`);
  }
  const columns = computeAxisWeights(crop.x, crop.side, INPUT_SIZE);
  const rows = computeAxisWeights(crop.y, crop.side, INPUT_SIZE);
  const firstRow = rows.first[0] as number;
  const rowCount = (rows.first[INPUT_SIZE - 1] as number) + rows.taps - firstRow;

  // First along x, for every source row the square touches: [rowCount, 48] lumas.
  const narrow = new Float64Array(rowCount * INPUT_SIZE);
  for (let r = 0; r < rowCount; r++) {
    const rowStart = clamp(firstRow + r, height) * width;
    for (let x = 0; x < INPUT_SIZE; x++) {
      let sum = 0;
      for (let t = 0; t < columns.taps; t++) {
        const weight = columns.weights[x * columns.taps + t] as number;
        if (weight === 0) continue;
        const p = (rowStart + clamp((columns.first[x] as number) + t, width)) * 4;
        sum +=
          weight * (0.299 * (data[p] as number) + 0.587 * (data[p + 1] as number) + 0.114 * (data[p + 2] as number));
      }
      narrow[r * INPUT_SIZE + x] = sum;
    }
  }

  const gray = new Uint8Array(INPUT_PIXELS);
  for (let y = 0; y < INPUT_SIZE; y++) {
    const offset = (rows.first[y] as number) - firstRow;
    for (let x = 0; x < INPUT_SIZE; x++) {
      let sum = 0;
      for (let t = 0; t < rows.taps; t++) {
        const weight = rows.weights[y * rows.taps + t] as number;
        if (weight !== 0) sum += weight * (narrow[(offset + t) * INPUT_SIZE + x] as number);
      }
      // Rounding to 1e-6 first keeps a luma of 127.49999999 and 127.5 from falling to different sides.
      gray[y * INPUT_SIZE + x] = Math.min(255, Math.round(Math.round(sum * 1e6) / 1e6));
    }
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

function clamp(index: number, length: number): number {
  return index < 0 ? 0 : index >= length ? length - 1 : index;
}
