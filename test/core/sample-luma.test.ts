import { expect, test } from 'vitest';
import { viewRgba, type Picture } from '../../src/core/picture.ts';
import { cropToGray } from '../../src/core/preprocess.ts';
import { sampleLuma } from '../../src/core/sample-luma.ts';
import { drawWaves } from './draw-waves.ts';

test('is the crop before rounding, where it is told to write, and nowhere else', () => {
  const picture = viewRgba(drawWaves(80, 60));
  const square = { x: -12.5, y: 3.25, side: 66.6 };
  const target = new Float32Array(48 * 48 + 12).fill(-1);
  sampleLuma(picture, square, 48, target, 10);
  const luma = target.subarray(10, -2);
  expect(Uint8Array.from(luma, Math.round)).toEqual(cropToGray(picture, square));
  expect([...target.subarray(0, 10), ...target.subarray(-2)]).toEqual(Array(12).fill(-1));
});

test('refuses a target that is too small', () => {
  const picture = viewRgba(drawWaves(8, 8));
  expect(() => sampleLuma(picture, { x: 0, y: 0, side: 8 }, 4, new Float32Array(16), 1)).toThrow(RangeError);
});

test('colours that lie together are summed in one walk, as they are one after the other', () => {
  const { data, width, height } = drawWaves(90, 70);
  const together = viewRgba({ data, width, height });
  const [red, green, blue] = together.planes;
  const apart: Picture = { ...together, planes: [red, { ...green, data: green.data.slice() }, blue] };
  const square = { x: 5.3, y: -2.1, side: 70.7 };
  const [one, three] = [new Float64Array(48 * 48), new Float64Array(48 * 48)];
  sampleLuma(together, square, 48, one);
  sampleLuma(apart, square, 48, three);
  for (const [i, value] of one.entries()) expect(value).toBeCloseTo(three[i] as number, 9);
});
