import { describe, expect, test } from 'vitest';
import { viewRgba, type Picture } from '../../src/core/picture.ts';
import type { SquareCrop } from '../../src/core/face-crop.ts';
import { sampleSquare } from '../../src/engine/sample-square.ts';

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
});
