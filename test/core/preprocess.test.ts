import { describe, expect, it } from 'vitest';
import type { SquareCrop } from '../../src/core/face-crop.ts';
import { viewRgba, type RgbaImage } from '../../src/core/picture.ts';
import { cropToGray, INPUT_PIXELS, INPUT_SIZE, normalise } from '../../src/core/preprocess.ts';
import { createSeededRandom } from './seeded-random.ts';

type Pixel = readonly [red: number, green: number, blue: number];

function drawImage(width: number, height: number, pixel: (x: number, y: number) => Pixel): RgbaImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([...pixel(x, y), 255], (y * width + x) * 4);
  }
  return { data, width, height };
}

function drawNoise(width: number, height: number, seed: number): RgbaImage {
  const random = createSeededRandom(seed);
  const byte = () => Math.floor(random() * 256);
  return drawImage(width, height, () => [byte(), byte(), byte()]);
}

const gray = (value: number): Pixel => [value, value, value];
const cut = (image: RgbaImage, square: SquareCrop) => cropToGray(viewRgba(image), square);
const whole = (image: RgbaImage): SquareCrop => ({ x: 0, y: 0, side: image.width });

/** The definition, written down the slow way: luma of the picture integrated over each sample's own square. */
function integrateLuma({ data, width, height }: RgbaImage, crop: SquareCrop): number[] {
  const step = crop.side / INPUT_SIZE;
  const footprint = Math.max(1, step);
  const cover = (from: number, pixel: number) =>
    Math.max(0, Math.min(from + footprint, pixel + 1) - Math.max(from, pixel)) / footprint;
  const samples: number[] = [];
  for (let j = 0; j < INPUT_SIZE; j++) {
    for (let i = 0; i < INPUT_SIZE; i++) {
      const left = crop.x + (i + 0.5) * step - footprint / 2;
      const top = crop.y + (j + 0.5) * step - footprint / 2;
      let sum = 0;
      for (let y = Math.floor(top); y < top + footprint; y++) {
        for (let x = Math.floor(left); x < left + footprint; x++) {
          const p = (Math.max(0, Math.min(height - 1, y)) * width + Math.max(0, Math.min(width - 1, x))) * 4;
          const [red = NaN, green = NaN, blue = NaN] = data.subarray(p, p + 3);
          sum += cover(left, x) * cover(top, y) * (0.299 * red + 0.587 * green + 0.114 * blue);
        }
      }
      samples.push(sum);
    }
  }
  return samples;
}

describe('cropToGray', () => {
  it('leaves a 48x48 gray picture as it is: a data set goes through unchanged', () => {
    const image = drawImage(48, 48, (x, y) => gray((x * 5 + y * 7) % 256));
    expect(cut(image, whole(image))).toEqual(
      Uint8Array.from({ length: INPUT_PIXELS }, (_, i) => ((i % 48) * 5 + Math.floor(i / 48) * 7) % 256),
    );
  });

  it('keeps every gray level', () => {
    for (let level = 0; level < 256; level++) {
      const image = drawImage(3, 3, () => gray(level));
      expect(new Set(cut(image, { x: -1, y: 0.3, side: 2.7 }))).toEqual(new Set([level]));
    }
  });

  it.each<[string, Pixel, number]>([
    ['red', [255, 0, 0], 76],
    ['green', [0, 255, 0], 150],
    ['blue', [0, 0, 255], 29],
    ['white', [255, 255, 255], 255],
    ['black', [0, 0, 0], 0],
    ['skin', [224, 172, 105], 180],
  ])('takes the Rec. 601 luma of %s', (_, colour, luma) => {
    const image = drawImage(60, 60, () => colour);
    expect(new Set(cut(image, whole(image)))).toEqual(new Set([luma]));
  });

  it('averages blocks when shrinking by a whole factor', () => {
    const image = drawImage(144, 144, (x, y) => gray(((x % 3) + (y % 3)) * 20 + Math.floor(x / 3)));
    expect(cut(image, whole(image))).toEqual(Uint8Array.from({ length: INPUT_PIXELS }, (_, i) => 40 + (i % 48)));
  });

  it('agrees with the integral over each footprint, for crops of any size and place', () => {
    const random = createSeededRandom(3);
    for (let i = 0; i < 12; i++) {
      const image = drawNoise(20 + Math.floor(random() * 90), 20 + Math.floor(random() * 90), i);
      const crop = { x: random() * 120 - 50, y: random() * 120 - 50, side: 2 + random() * 200 };
      const expected = integrateLuma(image, crop);
      const actual = cut(image, crop);
      expect(actual).toHaveLength(expected.length);
      expected.forEach((value, k) => {
        if (Math.abs((actual[k] as number) - value) > 0.5 + 1e-6) {
          expect.fail(`crop ${JSON.stringify(crop)}, sample ${k}: ${actual[k]} instead of ${value}`);
        }
      });
    }
  });

  it('does not leave a mean half way between two gray levels to rounding errors', () => {
    const stripes = drawImage(200, 100, (x) => gray(x % 2 === 0 ? 0 : 255));
    for (let shift = 0; shift < 100; shift += 1.1) {
      // Every footprint is one stripe period wide: its mean is 127.5 wherever it begins.
      expect(new Set(cut(stripes, { x: shift, y: shift / 7, side: 96 }))).toEqual(new Set([128]));
    }
  });

  it('interpolates linearly when enlarging', () => {
    const image = drawImage(2, 2, (x) => gray(x * 96));
    // Sample i has its centre at (i + 0.5) / 24 pixels; between the pixels' centres at 0.5 and 1.5 it is a ramp.
    const row = Array.from({ length: 48 }, (_, i) => Math.round(96 * Math.min(1, Math.max(0, (i + 0.5) / 24 - 0.5))));
    const actual = cut(image, whole(image));
    for (let y = 0; y < 48; y++) expect([...actual.subarray(y * 48, y * 48 + 48)]).toEqual(row);
  });

  it("repeats the picture's edge outside", () => {
    const image = drawImage(48, 48, (x, y) => gray(x === 0 ? 10 : y === 47 ? 200 : 100));
    const actual = cut(image, { x: -24, y: 24, side: 48 });
    expect(actual[0]).toBe(10);
    expect(actual[23]).toBe(10);
    expect(actual[25]).toBe(100);
    expect(actual[47 * 48 + 47]).toBe(200);
    const beside = drawImage(10, 10, (x) => gray(x * 20));
    expect(new Set(cut(beside, { x: 500, y: -300, side: 40 }))).toEqual(new Set([180]));
  });

  it('sees a mirrored picture as the mirrored bytes', () => {
    const image = drawNoise(90, 70, 4);
    const mirrored = drawImage(90, 70, (x, y) => {
      const p = (y * 90 + 89 - x) * 4;
      return [image.data[p] as number, image.data[p + 1] as number, image.data[p + 2] as number];
    });
    const actual = cut(mirrored, { x: 90 - 13.25 - 61.5, y: 5.75, side: 61.5 });
    const expected = cut(image, { x: 13.25, y: 5.75, side: 61.5 });
    for (let y = 0; y < 48; y++) {
      expect(actual.slice(y * 48, y * 48 + 48).reverse()).toEqual(expected.slice(y * 48, y * 48 + 48));
    }
  });

  it('ignores alpha and takes plain bytes as well', () => {
    const opaque = drawNoise(50, 50, 5);
    const data = Uint8Array.from(opaque.data, (value, i) => (i % 4 === 3 ? 0 : value));
    expect(cut({ data, width: 50, height: 50 }, whole(opaque))).toEqual(cut(opaque, whole(opaque)));
  });

  it.each([
    ['no width', { data: new Uint8Array(16), width: 0, height: 2 }],
    ['no height', { data: new Uint8Array(16), width: 2, height: 0 }],
    ['too few bytes', { data: new Uint8Array(15), width: 2, height: 2 }],
    ['a size that is not a number', { data: new Uint8Array(16), width: NaN, height: 2 }],
  ])('refuses a picture with %s', (_, image) => {
    expect(() => cut(image, { x: 0, y: 0, side: 2 })).toThrow(RangeError);
  });

  it.each([
    { x: NaN, y: 0, side: 2 },
    { x: 0, y: Infinity, side: 2 },
    { x: 0, y: 0, side: NaN },
    { x: 0, y: 0, side: 0 },
    { x: 0, y: 0, side: -2 },
  ])('refuses the crop %o', (crop) => {
    expect(() => cut(drawNoise(2, 2, 6), crop)).toThrow(RangeError);
  });
});

describe('normalise', () => {
  it('subtracts the mean and divides by the deviation', () => {
    const target = new Float32Array(3);
    normalise(Uint8Array.of(0, 100, 255), { mean: 100, std: 50 }, target);
    expect([...target]).toEqual([-2, 0, Math.fround(3.1)]);
  });

  it('writes at its offset and nowhere else', () => {
    const target = new Float32Array(5).fill(9);
    normalise(Uint8Array.of(1, 2), { mean: 0, std: 1 }, target, 2);
    expect([...target]).toEqual([9, 9, 1, 2, 9]);
  });

  it('refuses a target that is too small', () => {
    expect(() => normalise(new Uint8Array(3), { mean: 0, std: 1 }, new Float32Array(4), 2)).toThrow(RangeError);
  });
});
