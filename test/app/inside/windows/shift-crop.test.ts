import { expect, it } from 'vitest';
import { measureChange, shiftCrop } from '../../../../src/app/inside/windows/shift-crop.ts';

const CROP = Uint8Array.from({ length: 48 * 48 }, (_, i) => (7 * (i % 48) + 3 * Math.floor(i / 48)) % 256);
const at = (crop: Uint8Array, x: number, y: number) => crop[y * 48 + x];

it.each([
  [1, 0],
  [-3, 2],
  [0, -1],
])('moves a face by %d and %d pixels, and repeats its edge', (right, down) => {
  const moved = shiftCrop(CROP, right, down);
  expect(at(moved, 20 + right, 20 + down)).toBe(at(CROP, 20, 20));
  expect(at(moved, right > 0 ? 0 : 47, 20 + down)).toBe(at(CROP, right > 0 ? 0 : 47, 20));
  expect(at(moved, 20 + right, down > 0 ? 0 : 47)).toBe(at(CROP, 20, down > 0 ? 0 : 47));
});

it('leaves a face where it is by 0 pixels, and what it was given', () => {
  const before = CROP.slice();
  expect(shiftCrop(CROP, 0, 0)).toEqual(CROP);
  shiftCrop(CROP, 2, 2);
  expect(CROP).toEqual(before);
});

it('measures a change against what changes', () => {
  expect(measureChange(Float32Array.of(1, -3), Float32Array.of(2, -3))).toBe(0.25);
  expect(measureChange(Float32Array.of(1, -3), Float32Array.of(1, -3))).toBe(0);
  expect(measureChange(new Float32Array(2), Float32Array.of(1, 1))).toBe(0);
});
