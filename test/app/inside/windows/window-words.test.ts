import { expect, it } from 'vitest';
import { explainWindow } from '../../../../src/app/inside/windows/explain-window.ts';
import { makeConvolution, makeMap, makePool } from '../../../../src/app/inside/windows/make-window.ts';
import { writeExplanation, writeFactor } from '../../../../src/app/inside/windows/window-words.ts';

const MAP = makeMap([1, 2, 3, 4, 5, 6, 7, 8, 9], 3);
const POSITION = { x: 1, y: 0, channel: 0 };
const write = (window: ReturnType<typeof makePool>, result: number) =>
  writeExplanation(explainWindow(MAP, window, POSITION), window.type, POSITION, result);

it.each([
  [makeConvolution([1, 0, -1, 0.5]), -0.001 - 0, 'Row 1, column 2 of the result: 2×1 + 3×0 + 5×(-1) + 6×0.5 = -0.001'],
  // An average is none because its weights are alike: a kernel says its products.
  [
    makeConvolution([0.25, 0.25, 0.25, 0.25]),
    4,
    'Row 1, column 2 of the result: 2×0.25 + 3×0.25 + 5×0.25 + 6×0.25 = 4',
  ],
  [makePool('max', 2, 1), 6, 'Row 1, column 2 of the result: max(2, 3, 5, 6) = 6'],
  [makePool('average', 2, 1), 4, 'Row 1, column 2 of the result: (2 + 3 + 5 + 6) / 4 = 4'],
  [
    makeConvolution([1, 2, 3, 4], { biases: Float32Array.of(-2) }),
    47,
    'Row 1, column 2 of the result: 2×1 + 3×2 + 5×3 + 6×4 + (-2) = 47',
  ],
])('says how a value comes about', (window, result, words) => expect(write(window, result)).toBe(words));

it.each([
  [0, '0'],
  [-0, '0'],
  [-0.0001, '0'],
  [-1.5, '(-1.5)'],
  [1234, '1,234'],
])('writes %d as %s', (value, words) => expect(writeFactor(value)).toBe(words));
