import { BLUR_SIGMAS, JPEG_QUALITIES, type AugmentConfig } from '../recipe/augmentation.ts';
import { INPUT_PIXELS, INPUT_SIZE } from '../../src/core/preprocess.ts';
import { blurFace, compressFace } from './degrade-face.ts';
import { drawUniform, type Random } from '../../src/core/random.ts';
import { warpFace, type Warp } from './warp-face.ts';

const MIDDLE_GRAY = 127.5;

/**
 * Draws a changed copy of one face: mirrored, moved, turned and stretched (bilinear; outside the picture its edge
 * pixels repeat), its contrast and brightness changed, blurred, compressed, a rectangle painted over.
 *
 * @param source gray bytes; the face is the 48x48 of them from `sourceOffset` on
 * @param target takes 48x48 gray values 0..255 from `targetOffset` on
 * @param undamaged takes the same face before it is blurred, compressed or painted over, at the same place
 */
export function augmentFace(
  source: Uint8Array,
  sourceOffset: number,
  target: Float32Array,
  targetOffset: number,
  config: AugmentConfig,
  random: Random,
  undamaged?: Float32Array,
): void {
  const face = source.subarray(sourceOffset, sourceOffset + INPUT_PIXELS);
  const result = target.subarray(targetOffset, targetOffset + INPUT_PIXELS);
  warpFace(face, result, drawWarp(config, random));
  changeTone(result, config, random);
  undamaged?.set(result, targetOffset);
  if (random.next() < config.blur) blurFace(result, drawUniform(random, ...BLUR_SIGMAS));
  if (random.next() < config.jpeg) compressFace(result, drawUniform(random, ...JPEG_QUALITIES));
  if (random.next() < config.erasing) eraseRectangle(result, config.erasedSides, random);
}

/** Draws in this order, on which all that was trained from a seed depends. */
function drawWarp(config: AugmentConfig, random: Random): Warp {
  return {
    mirror: random.next() < config.flip,
    rotation: drawAround(0, config.rotation, random),
    scale: drawAround(1, config.scale, random),
    aspect: drawAround(1, config.aspect, random),
    shiftX: drawAround(0, config.shift, random),
    shiftY: drawAround(0, config.shift, random),
  };
}

function changeTone(result: Float32Array, config: AugmentConfig, random: Random): void {
  const contrast = drawAround(1, config.contrast, random);
  const brightness = drawAround(0, config.brightness, random);
  for (let i = 0; i < result.length; i++) {
    const value = ((result[i] as number) - MIDDLE_GRAY) * contrast + MIDDLE_GRAY + brightness;
    result[i] = value < 0 ? 0 : value > 255 ? 255 : value;
  }
}

function eraseRectangle(result: Float32Array, [shortest, longest]: readonly [number, number], random: Random): void {
  const width = drawWhole(shortest, longest, random);
  const height = drawWhole(shortest, longest, random);
  const left = drawWhole(0, INPUT_SIZE - width, random);
  const top = drawWhole(0, INPUT_SIZE - height, random);
  const gray = drawUniform(random, 0, 255);
  for (let y = top; y < top + height; y++) {
    result.fill(gray, y * INPUT_SIZE + left, y * INPUT_SIZE + left + width);
  }
}

function drawAround(middle: number, strength: number, random: Random): number {
  return drawUniform(random, middle - strength, middle + strength);
}

/** A whole number, both ends included. */
function drawWhole(low: number, high: number, random: Random): number {
  return Math.floor(drawUniform(random, low, high + 1));
}

/**
 * Mixup (Zhang et al. 2018), in place: of each pair of rows that follow each other, as many as `probability` says become
 * two blends of both, images and targets alike, with shares drawn evenly from 0..1. An odd last row stays as it is.
 *
 * @param parts of the batch: one value or more a row
 * @param rows of the batch
 * @param probability 0..1; with 0 nothing is drawn
 */
export function mixPairs(parts: readonly Float32Array[], rows: number, probability: number, random: Random): void {
  if (!(probability > 0)) return;
  for (let row = 0; row + 1 < rows; row += 2) {
    if (random.next() >= probability) continue;
    const share = drawUniform(random, 0, 1);
    for (const values of parts) mixRows(values, values.length / rows, row, share);
  }
}

function mixRows(values: Float32Array, size: number, row: number, share: number): void {
  for (let i = row * size; i < (row + 1) * size; i++) {
    const [a, b] = [values[i] as number, values[i + size] as number];
    values[i] = share * a + (1 - share) * b;
    values[i + size] = (1 - share) * a + share * b;
  }
}
