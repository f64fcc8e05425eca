import sharp, { type Sharp } from 'sharp';
import { INPUT_PIXELS, INPUT_SIZE } from '../../src/core/preprocess.ts';
import { viewFace } from '../data/samples.ts';
import { NO_WARP, warpFace, type Warp } from '../batches/warp-face.ts';

/** What a camera and a detector do to a face that a data set's faces were spared. */
export interface Corruption {
  readonly name: string;
  /**
   * @param pixels n x 2304 gray bytes
   * @returns the same, corrupted
   */
  readonly apply: (pixels: Uint8Array) => Promise<Uint8Array>;
}

/** Share of the light that is left of a darkened face. */
const DARKENED = 0.5;
/** Standard deviation of the blur, in pixels. */
const BLUR = 1.2;
const JPEG_QUALITY = 30;

/** The corruptions that a model is tried on. */
export const CORRUPTIONS: readonly Corruption[] = [
  warped('moved 4 px left', { shiftX: 4 }),
  warped('moved 4 px right', { shiftX: -4 }),
  warped('moved 4 px up', { shiftY: 4 }),
  warped('moved 4 px down', { shiftY: -4 }),
  warped('0.85 of the size', { scale: 0.85 }),
  warped('1.15 of the size', { scale: 1.15 }),
  warped('turned by 15 degrees', { rotation: 15 }),
  warped('turned by -15 degrees', { rotation: -15 }),
  { name: 'half the light', apply: (pixels) => Promise.resolve(pixels.map((gray) => gray * DARKENED)) },
  redrawn(`blurred by ${BLUR} px`, (face) => face.blur(BLUR)),
  redrawn(`JPEG of quality ${JPEG_QUALITY}`, async (face) =>
    sharp(await face.jpeg({ quality: JPEG_QUALITY }).toBuffer()),
  ),
];

function warped(name: string, changes: Partial<Warp>): Corruption {
  return {
    name,
    apply(pixels) {
      const result = new Uint8Array(pixels.length);
      const drawn = new Float32Array(INPUT_PIXELS);
      for (let row = 0; row * INPUT_PIXELS < pixels.length; row++) {
        warpFace(viewFace(pixels, row), drawn, { ...NO_WARP, ...changes });
        result.set(drawn.map(Math.round), row * INPUT_PIXELS);
      }
      return Promise.resolve(result);
    },
  };
}

/** By an image library, one face at a time. */
function redrawn(name: string, redraw: (face: Sharp) => Sharp | Promise<Sharp>): Corruption {
  const raw = { width: INPUT_SIZE, height: INPUT_SIZE, channels: 1 as const };
  return {
    name,
    async apply(pixels) {
      const result = new Uint8Array(pixels.length);
      for (let row = 0; row * INPUT_PIXELS < pixels.length; row++) {
        const face = await redraw(sharp(viewFace(pixels, row), { raw }));
        result.set(await face.toColourspace('b-w').raw().toBuffer(), row * INPUT_PIXELS);
      }
      return result;
    },
  };
}
