import { expect, it } from 'vitest';
import { resizeSquare, squareGrid } from '../../../../src/app/inside/windows/grid-setting.ts';

const SETTING = squareGrid([2, 3], 99, [1, 2, 3, 4]);

it('reads squares of every size that it allows', () => {
  for (const values of [
    [1, -2, 0.5, 99],
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  ]) {
    expect(SETTING.parse(SETTING.write(values))).toEqual(values);
  }
});

it.each(['1', '1,2', '1,2,3', '1,2,3,4,5', new Array(16).fill(1).join(), '1,2,3,', '1,2,3,x', '1,2,3,100', ''])(
  'takes %j for nothing',
  (text) => expect(SETTING.parse(text)).toBeNull(),
);

it('keeps what fits when a square changes its size, and counts on', () => {
  expect(resizeSquare([0, 1, 2, 3], 3)).toEqual([0, 1, 4, 2, 3, 5, 6, 7, 8]);
  expect(resizeSquare([0, 1, 2, 3, 4, 5, 6, 7, 8], 2)).toEqual([0, 1, 3, 4]);
  expect(resizeSquare([-5], 2)).toEqual([-5, 1, 2, 3]);
});
