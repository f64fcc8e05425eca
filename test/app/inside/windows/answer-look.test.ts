import { expect, it } from 'vitest';
import { chooseLook, findInnerRange } from '../../../../src/app/inside/windows/answer-look.ts';
import { makeConvolution, makeMap } from '../../../../src/app/inside/windows/make-window.ts';

/** 4 x 4, with a rim of 1000. */
const ANSWER = makeMap([1000, 1000, 1000, 1000, 1000, -5, 3, 1000, 1000, 2, 1, 1000, 1000, 1000, 1000, 1000], 4);

it.each([
  ['sharpening keeps the brightness', [0, -1, 0, -1, 5, -1, 0, -1, 0], 'gray', [0, 255]],
  ['a sum of five is five times as bright', [1, 0, 1, 0, 1, 0, 1, 0, 1], 'gray', [0, 1275]],
  ['an edge has a sign, and the rim does not count', [-1, 0, 1, -2, 0, 2, -1, 0, 1], 'signed', [-5, 5]],
  ['nothing at all', [0, 0, 0, 0, 0, 0, 0, 0, 0], 'signed', [-5, 5]],
])('%s', (_, kernel, palette, range) => {
  expect(chooseLook(makeConvolution(kernel), ANSWER)).toEqual({ palette, range });
});

it('finds the range of one channel among others', () => {
  const values = Float32Array.from({ length: 18 }, (_, i) => i);
  expect(findInnerRange({ shape: [3, 3, 2], values }, 'signed', 1)).toEqual([-9, 9]);
});
