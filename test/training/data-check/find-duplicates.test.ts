import { beforeAll, describe, expect, it } from 'vitest';
import { findDuplicates, type NearDuplicate } from '../../../training/data-check/find-duplicates.ts';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';
import { cutPicture, drawPhotograph, mirrorPicture, packPictures } from './draw-photograph.ts';

beforeAll(prepareWasmBackend);

const OTHERS = Array.from({ length: 60 }, (_, seed) => cutPicture(drawPhotograph(seed)));

/** 60 different pictures, then some more. */
function findAmongOthers(extra: readonly Uint8Array[]): { originals: number[]; near: readonly NearDuplicate[] } {
  const { pixels } = packPictures([...OTHERS, ...extra].map((picture) => [picture, 0]));
  const { originals, near } = findDuplicates(pixels, []);
  return { originals: Array.from(originals), near };
}

const PHOTOGRAPH = drawPhotograph(7); // row 7 is its middle

it('finds nothing among pictures that are all different', () => {
  const { originals, near } = findAmongOthers([]);
  expect(originals).toEqual(Array.from({ length: 60 }, (_, row) => row));
  expect(near).toEqual([]);
});

it('finds copies by their bytes, and compares only the first of them', () => {
  const copy = cutPicture(PHOTOGRAPH);
  const { originals, near } = findAmongOthers([copy, cutPicture(PHOTOGRAPH, 27), copy]);
  expect(originals.slice(60)).toEqual([7, 61, 7]);
  expect(near.map(({ first, second }) => [first, second])).toEqual([[7, 61]]);
});

describe('what shows one photograph', () => {
  const brighter = cutPicture(PHOTOGRAPH).map((value) => Math.min(255, 0.8 * value + 30));
  it.each([
    ['brighter', brighter, 'same-photo', false],
    ['mirrored', mirrorPicture(cutPicture(PHOTOGRAPH)), 'same-photo', true],
    ['shifted by a pixel', cutPicture(PHOTOGRAPH, 25), 'same-photo', false],
    ['shifted far', cutPicture(PHOTOGRAPH, 30, 21), 'recrop', false],
    ['enlarged', cutPicture(PHOTOGRAPH, 28, 28, 40), 'recrop', false],
    ['made smaller', cutPicture(PHOTOGRAPH, 19, 19, 58), 'recrop', false],
    ['smaller and shifted', cutPicture(PHOTOGRAPH, 17, 21, 54), 'recrop', false],
    ['mirrored and enlarged', mirrorPicture(cutPicture(PHOTOGRAPH, 27, 27, 42)), 'recrop', true],
  ] as const)('%s', (_, picture, kind, mirrored) => {
    const { near } = findAmongOthers([picture]);
    expect(near).toEqual([{ first: 7, second: 60, kind, mirrored, similarity: expect.any(Number) as number }]);
    expect(near[0]?.similarity).toBeGreaterThan(0.94);
    expect(near[0]?.similarity).toBeLessThanOrEqual(1);
  });
});

it('finds pairs in different tiles of the search', () => {
  const first = Array.from({ length: 520 }, (_, seed) => cutPicture(drawPhotograph(seed)));
  const { pixels } = packPictures([...first, cutPicture(drawPhotograph(3), 26)].map((picture) => [picture, 0]));
  const progress: number[] = [];
  const { near } = findDuplicates(pixels, [], (share) => progress.push(share));
  expect(near.map((pair) => [pair.first, pair.second])).toEqual([[3, 520]]);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(progress.at(-1)).toBe(1);
});

it('compares pictures without contrast by their bytes only', () => {
  const gray = (value: number) => new Uint8Array(2304).fill(value).fill(value + 1, 0, 48);
  const { pixels } = packPictures([gray(10), gray(90), gray(10)].map((picture) => [picture, 0]));
  const { originals, near } = findDuplicates(pixels, [0, 1, 2]);
  expect(Array.from(originals)).toEqual([0, 1, 0]);
  expect(near).toEqual([]);
});
