import { expect, it } from 'vitest';
import { alignFaces } from '../../../training/data-check/align-faces.ts';
import { cutPicture, drawPhotograph, mirrorPicture } from './draw-photograph.ts';

const START = { mirrored: false, scale: 1, shiftX: 0, shiftY: 0 };
const PHOTOGRAPH = drawPhotograph(1);
const PICTURE = cutPicture(PHOTOGRAPH);

it('finds where and how large one picture lies in another', () => {
  // What is at x in the picture is at (x - 3) in one cut 3 pixels further right.
  const shifted = alignFaces(PICTURE, cutPicture(PHOTOGRAPH, 27, 22), START);
  expect(shifted.alignment).toMatchObject({ shiftX: -3, shiftY: 2 });
  expect(shifted.similarity).toBeCloseTo(1, 3);
  const smaller = alignFaces(PICTURE, cutPicture(PHOTOGRAPH, 20, 20, 56), START);
  expect(smaller.alignment.scale).toBeCloseTo(48 / 56, 1);
  expect(smaller.similarity).toBeGreaterThan(0.97);
});

it('looks at the mirror image when told', () => {
  const mirrored = alignFaces(PICTURE, mirrorPicture(PICTURE), { ...START, mirrored: true });
  expect(mirrored.similarity).toBeCloseTo(1, 6);
  expect(alignFaces(PICTURE, mirrorPicture(PICTURE), START).similarity).toBeLessThan(0.8);
});

it('does not take other pictures or even gray for alike', () => {
  expect(alignFaces(PICTURE, cutPicture(drawPhotograph(2)), START).similarity).toBeLessThan(0.8);
  expect(alignFaces(PICTURE, new Uint8Array(2304).fill(100), START).similarity).toBe(0);
});
