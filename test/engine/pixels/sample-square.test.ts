import { describe, expect, test } from 'vitest';
import { viewRgba, type Picture } from '../../../src/core/picture.ts';
import { viewYuv } from '../../../src/core/yuv-picture.ts';
import type { SquareCrop } from '../../../src/core/face-crop.ts';
import { sampleSquare } from '../../../src/engine/pixels/sample-square.ts';
import { drawWaves } from '../../core/draw-waves.ts';
import { encodeYuv } from '../../core/encode-yuv.ts';

/** A picture whose pixel (x, y) is R = 10x, G = 20y, B = 100. */
function drawSlopes(width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([10 * x, 20 * y, 100, 255], (y * width + x) * 4);
  }
  return viewRgba({ data, width, height });
}

function sample(picture: Picture, square: SquareCrop, size: number): Float32Array {
  const samples = new Float32Array(size * size * 3);
  sampleSquare(picture, square, size, samples);
  return samples;
}

const pixelAt = (samples: Float32Array, size: number, x: number, y: number) =>
  Array.from(samples.subarray((y * size + x) * 3, (y * size + x) * 3 + 3));

describe('sampleSquare', () => {
  test('copies a region of the same size, channel by channel', () => {
    const samples = sample(drawSlopes(6, 5), { x: 2, y: 1, side: 3 }, 3);
    expect(pixelAt(samples, 3, 0, 0)).toEqual([20, 20, 100]);
    expect(pixelAt(samples, 3, 2, 1)).toEqual([40, 40, 100]);
  });

  test('averages areas when it reduces', () => {
    const samples = sample(drawSlopes(8, 8), { x: 0, y: 0, side: 8 }, 2);
    // The means of pixels 0..3 and 4..7.
    expect(pixelAt(samples, 2, 0, 0)).toEqual([15, 30, 100]);
    expect(pixelAt(samples, 2, 1, 1)).toEqual([55, 110, 100]);
  });

  test('interpolates when it enlarges', () => {
    const samples = sample(drawSlopes(4, 4), { x: 1, y: 1, side: 2 }, 4);
    // Half a pixel of the result is a quarter of one of the picture.
    expect(pixelAt(samples, 4, 0, 0)[0]).toBeCloseTo(7.5, 4);
    expect(pixelAt(samples, 4, 1, 0)[0]).toBeCloseTo(12.5, 4);
  });

  test('is black outside the picture, and blends where a sample is half outside', () => {
    const samples = sample(drawSlopes(4, 4), { x: -2, y: -2, side: 8 }, 8);
    expect(pixelAt(samples, 8, 0, 0)).toEqual([0, 0, 0]);
    expect(pixelAt(samples, 8, 7, 3)).toEqual([0, 0, 0]);
    expect(pixelAt(samples, 8, 4, 3)).toEqual([20, 20, 100]);
    const reduced = sample(drawSlopes(4, 4), { x: -1, y: 0, side: 4 }, 2);
    expect(pixelAt(reduced, 2, 0, 0)[2]).toBeCloseTo(50, 4);
  });

  test('a region that does not touch the picture is black', () => {
    expect(sample(drawSlopes(4, 4), { x: 10, y: -20, side: 5 }, 4).every((value) => value === 0)).toBe(true);
  });

  test('writes where it is told to, over what was there, and nowhere else', () => {
    const target = new Float32Array(4 * 4 * 3 + 7).fill(-1);
    const square = { x: -3, y: -1, side: 6 };
    sampleSquare(drawSlopes(4, 4), square, 4, target, 5);
    expect(target.subarray(5, -2)).toEqual(sample(drawSlopes(4, 4), square, 4));
    expect([...target.subarray(0, 5), ...target.subarray(-2)]).toEqual(Array(7).fill(-1));
    expect(() => sampleSquare(drawSlopes(4, 4), square, 4, target, 8)).toThrow(RangeError);
  });

  test.each(
    (['I420', 'NV12', 'I422', 'I444'] as const).flatMap((format) =>
      (['smpte170m', 'bt709'] as const).flatMap((matrix) =>
        [true, false].map((fullRange) => [format, matrix, fullRange] as const),
      ),
    ),
  )('%s, %s, full range %s, gives the colours of the same picture in RGBA', (format, matrix, fullRange) => {
    const image = drawWaves(95, 71);
    const picture = viewYuv(encodeYuv(image, format, matrix, fullRange));
    for (const [square, size] of [
      [{ x: 0, y: 0, side: 95 }, 32],
      [{ x: 0, y: 0, side: 95 }, 64],
      [{ x: 20.5, y: 10.25, side: 30.5 }, 64],
      [{ x: -20, y: 30, side: 60 }, 32],
    ] as const) {
      const expected = sample(viewRgba(image), square, size);
      const actual = sample(picture, square, size);
      // One value of chroma for four pixels, where colours change by up to three levels a pixel.
      expect(Math.max(...actual.map((value, i) => Math.abs(value - (expected[i] as number))))).toBeLessThan(5);
      const meanError = actual.reduce((sum, value, i) => sum + Math.abs(value - (expected[i] as number)), 0);
      expect(meanError / actual.length).toBeLessThan(1);
    }
  });

  test('colours that no screen has are clamped', () => {
    const data = Uint8Array.of(255, 255, 255, 255, 255, 0);
    const layout = [0, 4, 5].map((offset) => ({ offset, stride: 2 }));
    const picture = viewYuv({ data, width: 2, height: 2, format: 'I420', layout, matrix: 'bt709', fullRange: true });
    const [red, green, blue] = sample(picture, { x: 0, y: 0, side: 2 }, 2);
    expect([red, blue]).toEqual([255 - 1.5748 * 128, 255].map(Math.fround));
    expect(green).toBe(255);
  });
});
