import { expect, it } from 'vitest';
import { INPUT_PIXELS, INPUT_SIZE } from '../../src/core/preprocess.ts';
import { shiftCrop } from '../../src/core/shift-crop.ts';

/** No pixel is like those around it. */
const crop = Uint8Array.from({ length: INPUT_PIXELS }, (_, i) => (i * 37) % 251);
const at = (pixels: Uint8Array, x: number, y: number) => pixels[y * INPUT_SIZE + x];

it('moves every pixel to where it belongs', () => {
  for (const [right, down] of [
    [3, 0],
    [0, -2],
    [-6, 5],
  ] as const) {
    const moved = shiftCrop(crop, right, down);
    for (const [x, y] of [
      [10, 10],
      [24, 31],
      [40, 8],
    ] as const) {
      expect(at(moved, x + right, y + down)).toBe(at(crop, x, y));
    }
  }
});

it('repeats the edge pixels at the sides that are left', () => {
  const moved = shiftCrop(crop, 3, -2);
  for (let y = 0; y < INPUT_SIZE - 2; y++) {
    for (let x = 0; x < 3; x++) expect(at(moved, x, y)).toBe(at(crop, 0, y + 2));
  }
  for (let x = 3; x < INPUT_SIZE; x++) {
    expect(at(moved, x, INPUT_SIZE - 1)).toBe(at(crop, x - 3, INPUT_SIZE - 1));
    expect(at(moved, x, INPUT_SIZE - 2)).toBe(at(crop, x - 3, INPUT_SIZE - 1));
  }
});

it('leaves a crop that is not moved as it is, in an array of its own', () => {
  const same = shiftCrop(crop, 0, 0);
  expect(same).toEqual(crop);
  expect(same).not.toBe(crop);
});
