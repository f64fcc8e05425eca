import * as tf from '@tensorflow/tfjs-core';
import { INPUT_PIXELS, INPUT_SIZE } from '../../src/core/preprocess.ts';
import type { FaceAlignment } from './align-faces.ts';

/** Pictures are described at 24x24: the descriptor holds nothing finer. */
const SIDE = INPUT_SIZE / 2;

/** Frequencies of the descriptor along each axis. */
const FREQUENCIES = 7;

/** Numbers in a descriptor: 7 x 7 frequencies without the constant. */
export const DESCRIPTOR_LENGTH = FREQUENCIES * FREQUENCIES - 1;

/**
 * Describes pictures by the low frequencies of their cosine transform, each times its frequency: the spectra of pictures
 * fall with it (Field 1987), and in the lowest all faces are alike.
 *
 * @param thumbnails n x 576 gray levels, see `shrinkFaces`
 * @param alignment how the pictures are moved before they are described; in pixels of 48x48
 * @returns n x 48, each picture's vector at unit length (0 for a picture without contrast)
 */
export function describeFaces(thumbnails: Float32Array, count: number, alignment: FaceAlignment): Float32Array {
  const descriptors = tf.tidy(() => {
    const transform = tf.tensor2d(createTransform(alignment), [SIDE * SIDE, DESCRIPTOR_LENGTH]);
    const vectors = tf.matMul(tf.tensor2d(thumbnails, [count, SIDE * SIDE]), transform);
    return tf.div(vectors, tf.maximum(tf.norm(vectors, 2, 1, true), 1e-6));
  });
  const values = descriptors.dataSync<'float32'>();
  descriptors.dispose();
  return values;
}

/** Moving (bilinear, edges repeat) and the weighted cosine transform are both linear: one matrix [576, 48]. */
function createTransform({ mirrored, scale, shiftX, shiftY }: FaceAlignment): Float32Array {
  const alongX = createAxisTransform(mirrored ? -scale : scale, shiftX / 2);
  const alongY = createAxisTransform(scale, shiftY / 2);
  const values: number[] = [];
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      for (let k = 1; k < FREQUENCIES * FREQUENCIES; k++) {
        const [u, v] = [k % FREQUENCIES, Math.floor(k / FREQUENCIES)];
        values.push(
          (alongX[x * FREQUENCIES + u] as number) * (alongY[y * FREQUENCIES + v] as number) * Math.hypot(u, v),
        );
      }
    }
  }
  return Float32Array.from(values);
}

/** Cosine transform (DCT-II) of a row of 24 pixels that is first moved: [24, 7]. */
function createAxisTransform(scale: number, shift: number): Float64Array {
  const centre = (SIDE - 1) / 2;
  const transform = new Float64Array(SIDE * FREQUENCIES);
  for (let x = 0; x < SIDE; x++) {
    const source = Math.min(SIDE - 1, Math.max(0, centre + shift + scale * (x - centre)));
    const left = Math.min(Math.floor(source), SIDE - 2);
    for (let u = 0; u < FREQUENCIES; u++) {
      const wave = (u === 0 ? Math.SQRT1_2 : 1) * Math.cos((Math.PI * (x + 0.5) * u) / SIDE);
      const p = left * FREQUENCIES + u;
      transform[p] = (transform[p] as number) + wave * (left + 1 - source);
      transform[p + FREQUENCIES] = (transform[p + FREQUENCIES] as number) + wave * (source - left);
    }
  }
  return transform;
}

/**
 * Halves pictures by averaging 2x2 pixels.
 *
 * @param pixels n x 2304 gray bytes
 * @returns n x 576
 */
export function shrinkFaces(pixels: Uint8Array, count: number): Float32Array {
  const shrunk = new Float32Array(count * SIDE * SIDE);
  for (let i = 0; i < shrunk.length; i++) {
    const x = i % SIDE;
    const y = Math.floor(i / SIDE) % SIDE;
    const p = Math.floor(i / (SIDE * SIDE)) * INPUT_PIXELS + 2 * y * INPUT_SIZE + 2 * x;
    const upper = (pixels[p] as number) + (pixels[p + 1] as number);
    shrunk[i] = (upper + (pixels[p + INPUT_SIZE] as number) + (pixels[p + INPUT_SIZE + 1] as number)) / 4;
  }
  return shrunk;
}
