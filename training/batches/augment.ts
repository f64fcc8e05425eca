import { INPUT_PIXELS, INPUT_SIZE } from '../../src/core/preprocess.ts';
import { blurFace, compressFace } from './degrade-face.ts';
import { drawUniform, type Random } from '../../node/random.ts';
import { warpFace, type Warp } from './warp-face.ts';

/** How strongly training pictures are changed. Each change is drawn uniformly from -strength..+strength. */
export interface AugmentConfig {
  /** Probability of a mirror image, 0..1. */
  readonly flip: number;
  /** Shift along each axis, in pixels. */
  readonly shift: number;
  /** Rotation about the centre, in degrees. */
  readonly rotation: number;
  /** Change of size, relative: 0.15 is 0.85..1.15. */
  readonly scale: number;
  /** Change of width over height, relative; the area stays. */
  readonly aspect: number;
  /** Change of contrast about middle gray, relative. */
  readonly contrast: number;
  /** Change of brightness, in gray levels. */
  readonly brightness: number;
  /** Probability of a blur, by a standard deviation from `BLUR_SIGMAS`, 0..1. */
  readonly blur: number;
  /** Probability of JPEG's losses, at a quality from `JPEG_QUALITIES`, 0..1. */
  readonly jpeg: number;
  /** Probability that a rectangle is painted over (random erasing, Zhong et al. 2020), 0..1. */
  readonly erasing: number;
  /** Shortest and longest side of that rectangle, in whole pixels, 1..48. */
  readonly erasedSides: readonly [shortest: number, longest: number];
  /** Probability that two faces of a batch are blended, see `mixPairs`, 0..1. */
  readonly mixup: number;
}

/** Changes nothing. */
export const NO_AUGMENTATION: AugmentConfig = {
  flip: 0,
  shift: 0,
  rotation: 0,
  scale: 0,
  aspect: 0,
  contrast: 0,
  brightness: 0,
  blur: 0,
  jpeg: 0,
  erasing: 0,
  erasedSides: [1, 1],
  mixup: 0,
};

/** The strengths that training starts from. */
export const DEFAULT_AUGMENTATION: AugmentConfig = {
  flip: 0.5,
  shift: 5,
  rotation: 15,
  scale: 0.15,
  aspect: 0.1,
  contrast: 0.3,
  brightness: 25,
  blur: 0.2,
  jpeg: 0.2,
  erasing: 0.5,
  erasedSides: [6, 20],
  mixup: 0,
};

/** Pixels. */
const BLUR_SIGMAS = [0.4, 1.6] as const;
const JPEG_QUALITIES = [15, 85] as const;
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
