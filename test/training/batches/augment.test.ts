import { describe, expect, it } from 'vitest';
import { augmentFace } from '../../../training/batches/augment.ts';
import { DEFAULT_AUGMENTATION, NO_AUGMENTATION, type AugmentConfig } from '../../../training/recipe/augmentation.ts';
import { createRandom, type Random } from '../../../src/core/random.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';

const SIDE = 48;
const PIXELS = SIDE * SIDE;
const FACES = createSyntheticFaces(1, 1).pixels;
const FACE = FACES.subarray(0, PIXELS);

function augment(config: Partial<AugmentConfig>, random: Random, face: Uint8Array = FACE): Float32Array {
  const target = new Float32Array(PIXELS);
  augmentFace(face, 0, target, 0, { ...NO_AUGMENTATION, ...config }, random);
  return target;
}

/** Always draws the same number: 0 the lowest of each range, 0.5 its middle. */
const always = (value: number): Random => ({ next: () => value, state: new Uint32Array(4) });

/** The picture with value(x, y) at each pixel, x and y repeated at the edges. */
function paint(value: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: PIXELS }, (_, i) => value(i % SIDE, Math.floor(i / SIDE)));
}
const clampIndex = (index: number) => Math.min(SIDE - 1, Math.max(0, index));
const pixelAt = (x: number, y: number) => FACE[clampIndex(y) * SIDE + clampIndex(x)] as number;

it('changes nothing without strength', () => {
  expect(augment({}, createRandom(1))).toEqual(Float32Array.from(FACE));
});

it('repeats itself for the same seed only', () => {
  expect(augment(DEFAULT_AUGMENTATION, createRandom(1))).toEqual(augment(DEFAULT_AUGMENTATION, createRandom(1)));
  expect(augment(DEFAULT_AUGMENTATION, createRandom(1))).not.toEqual(augment(DEFAULT_AUGMENTATION, createRandom(2)));
});

it('stays within 0..255', () => {
  const random = createRandom(3);
  const extreme = { ...DEFAULT_AUGMENTATION, contrast: 0.9, brightness: 200 };
  for (let i = 0; i < 200; i++) {
    expect(augment(extreme, random).every((value) => value >= 0 && value <= 255)).toBe(true);
  }
});

it('shows the face as it was before it was damaged', () => {
  const [target, undamaged] = [new Float32Array(2 * PIXELS), new Float32Array(2 * PIXELS)];
  const damaging = { ...DEFAULT_AUGMENTATION, blur: 1, jpeg: 1, erasing: 1 };
  augmentFace(FACE, 0, target, PIXELS, damaging, createRandom(4), undamaged);
  // What is drawn for the warp and the tone comes first.
  const sound = augment({ ...damaging, blur: 0, jpeg: 0, erasing: 0 }, createRandom(4));
  expect(undamaged.subarray(PIXELS)).toEqual(sound);
  expect(target.subarray(PIXELS)).not.toEqual(sound);
  expect(undamaged.subarray(0, PIXELS).every((value) => value === 0)).toBe(true);
});

it('reads and writes at the offsets, and nowhere else', () => {
  const target = new Float32Array(3 * PIXELS).fill(-1);
  augmentFace(FACES, 2 * PIXELS, target, PIXELS, NO_AUGMENTATION, createRandom(1));
  expect(target.subarray(PIXELS, 2 * PIXELS)).toEqual(Float32Array.from(FACES.subarray(2 * PIXELS, 3 * PIXELS)));
  expect(target.subarray(0, PIXELS).every((value) => value === -1)).toBe(true);
  expect(target.subarray(2 * PIXELS).every((value) => value === -1)).toBe(true);
});

describe('each change by itself', () => {
  it('mirrors, with the given probability', () => {
    const mirrored = augment({ flip: 1 }, createRandom(1));
    expect(mirrored).toEqual(paint((x, y) => pixelAt(SIDE - 1 - x, y)));
    expect(augment({ flip: 1 }, createRandom(1), Uint8Array.from(mirrored))).toEqual(Float32Array.from(FACE));
    const random = createRandom(4);
    const flips = Array.from({ length: 400 }, () => augment({ flip: 0.5 }, random)[0] === mirrored[0]);
    // 200 +- 5 standard deviations of 10.
    expect(Math.abs(flips.filter(Boolean).length - 200)).toBeLessThan(50);
  });

  it('shifts, and repeats the edge', () => {
    expect(augment({ shift: 5 }, always(0))).toEqual(paint((x, y) => pixelAt(x - 5, y - 5)));
    expect(augment({ shift: 0.5 }, always(0))[10 * SIDE + 10]).toBe(
      (pixelAt(9, 9) + pixelAt(10, 9) + pixelAt(9, 10) + pixelAt(10, 10)) / 4,
    );
  });

  it('turns about the centre', () => {
    const turned = augment({ rotation: 90 }, always(0));
    paint((x, y) => pixelAt(y, SIDE - 1 - x)).forEach((value, i) => expect(turned[i]).toBeCloseTo(value, 3));
  });

  it('scales about the centre', () => {
    // Half as large: the pixel at distance d from the centre comes from distance 2d, between two pixels.
    const half = augment({ scale: 0.5 }, always(0));
    const [x, y] = [20, 30];
    const [left, top] = [2 * x - 24, 2 * y - 24];
    expect(half[y * SIDE + x]).toBeCloseTo(
      (pixelAt(left, top) + pixelAt(left + 1, top) + pixelAt(left, top + 1) + pixelAt(left + 1, top + 1)) / 4,
      3,
    );
    expect(half[0]).toBe(pixelAt(0, 0));
  });

  it('changes the aspect and keeps the area', () => {
    // A disc becomes an ellipse; the lowest draw makes it narrower and taller.
    const disc = Uint8Array.from(paint((x, y) => (Math.hypot(x - 23.5, y - 23.5) < 12 ? 255 : 0)));
    const ellipse = augment({ aspect: 0.36 }, always(0), disc);
    const sum = (values: Iterable<number>) => Array.from(values).reduce((total, value) => total + value / 255, 0);
    expect(sum(ellipse) / sum(disc)).toBeCloseTo(1, 1);
    const width = sum(ellipse.subarray(23 * SIDE, 24 * SIDE));
    const height = sum(ellipse.filter((_, i) => i % SIDE === 23));
    expect(width / height).toBeCloseTo(0.64, 1);
  });

  it('changes contrast about middle gray, and brightness', () => {
    expect(augment({ contrast: 0.5 }, always(0))).toEqual(paint((x, y) => (pixelAt(x, y) - 127.5) / 2 + 127.5));
    expect(augment({ brightness: 25 }, always(0))).toEqual(paint((x, y) => Math.max(0, pixelAt(x, y) - 25)));
  });

  it('erases a rectangle of even gray', () => {
    const random = createRandom(5);
    const black = new Uint8Array(PIXELS);
    const sides = new Set<number>();
    for (let i = 0; i < 300; i++) {
      const erased = augment({ erasing: 1, erasedSides: [6, 20] }, random, black);
      const inside = Array.from(erased.keys()).filter((p) => erased[p] !== 0);
      const columns = inside.map((p) => p % SIDE);
      const width = Math.max(...columns) - Math.min(...columns) + 1;
      const height = Math.floor((inside.at(-1) as number) / SIDE) - Math.floor((inside[0] as number) / SIDE) + 1;
      expect(inside).toHaveLength(width * height);
      expect(new Set(inside.map((p) => erased[p])).size).toBe(1);
      sides.add(width).add(height);
    }
    expect([...sides].sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, k) => 6 + k));
  });

  it('erases as often as told', () => {
    const random = createRandom(6);
    const black = new Uint8Array(PIXELS);
    const erased = Array.from({ length: 400 }, () =>
      augment({ erasing: 0.25, erasedSides: [4, 4] }, random, black).some((value) => value > 0),
    );
    // 100 +- 5 standard deviations of 8.7.
    expect(Math.abs(erased.filter(Boolean).length - 100)).toBeLessThan(44);
  });
});
