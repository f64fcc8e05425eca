import { viewRgba, type Picture } from '../../../src/core/picture.ts';
import { cropToGray, INPUT_SIZE } from '../../../src/core/preprocess.ts';
import { createRandom, drawUniform } from '../../../src/core/random.ts';
import { packSamples, type Samples } from '../../../training/data/samples.ts';

const SIDE = 96;
const BLOBS = 60;

/** A gray picture of 96x96 pixels, full of soft blobs: as rich as a photograph, so that no two are alike. */
export function drawPhotograph(seed: number): Picture {
  const random = createRandom(seed);
  const blobs = Array.from({ length: BLOBS }, () => ({
    x: drawUniform(random, 0, SIDE),
    y: drawUniform(random, 0, SIDE),
    radius: drawUniform(random, 3, 16),
    gray: drawUniform(random, -90, 90),
  }));
  // exp(-(x² + y²)) is a product of one factor an axis, which saves most of the time.
  const fall = (centre: number, radius: number) =>
    Float64Array.from({ length: SIDE }, (_, p) => Math.exp(-(((p - centre) / radius) ** 2)));
  const grays = new Float64Array(SIDE * SIDE).fill(128);
  for (const { x, y, radius, gray } of blobs) {
    const [alongX, alongY] = [fall(x, radius), fall(y, radius)];
    for (let p = 0; p < grays.length; p++) {
      const height = (alongX[p % SIDE] as number) * (alongY[Math.floor(p / SIDE)] as number);
      grays[p] = (grays[p] as number) + gray * height;
    }
  }
  const data = new Uint8ClampedArray(SIDE * SIDE * 4);
  grays.forEach((gray, p) => data.set([gray, gray, gray, 255], p * 4));
  return viewRgba({ data, width: SIDE, height: SIDE });
}

/** Cuts a square of a photograph and shrinks or enlarges it to 48x48 gray bytes. */
export function cutPicture(photograph: Picture, x = 24, y = 24, side = 48): Uint8Array<ArrayBuffer> {
  return cropToGray(photograph, { x, y, side });
}

/** The mirror image of 48x48 gray bytes. */
export function mirrorPicture(picture: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(picture, (_, p) => {
    return picture[p - (p % INPUT_SIZE) + INPUT_SIZE - 1 - (p % INPUT_SIZE)] as number;
  });
}

/** Pictures with their labels as a split. */
export function packPictures(pictures: readonly (readonly [pixels: Uint8Array, label: number])[]): Samples {
  return packSamples(pictures.map(([pixels, label], sourceRow) => ({ pixels, label, sourceRow })));
}
