import { expect, test } from 'vitest';
import { decodeFaces } from '../../../src/engine/detector/decode-faces.ts';

const CELLS = 3;

/** The output of a network that proposes nothing but what is written into it. */
function makeOutput(entries: readonly { cell: number; anchor: number; values: readonly number[] }[]): Float32Array {
  const output = new Float32Array(CELLS * CELLS * 25).fill(-20);
  for (const { cell, anchor, values } of entries) output.set(values, (cell * 5 + anchor) * 5);
  return output;
}

test('a proposal lies about the point of its cell, as large as its anchor times the exponential of its size', () => {
  // Cell 5 is the third of the second row. Logits of 0 are the middle of the cell.
  const [face, ...others] = decodeFaces(
    makeOutput([{ cell: 5, anchor: 0, values: [0, 0, 0, Math.log(2), 1] }]),
    CELLS,
    0.5,
  );
  expect(others).toEqual([]);
  const [width, height] = [1.603231 * 32, 2 * 2.094468 * 32];
  expect(face?.box.width).toBeCloseTo(width, 3);
  expect(face?.box.height).toBeCloseTo(height, 3);
  expect(face?.box.x).toBeCloseTo(2.5 * 32 - width / 2, 3);
  expect(face?.box.y).toBeCloseTo(1.5 * 32 - height / 2, 3);
  expect(face?.score).toBeCloseTo(1 / (1 + Math.exp(-1)), 6);
});

test('proposals below the lowest score are left out', () => {
  const logitOf = (score: number) => Math.log(score / (1 - score));
  const output = makeOutput([
    { cell: 0, anchor: 1, values: [0, 0, 0, 0, logitOf(0.29)] },
    { cell: 8, anchor: 4, values: [0, 0, 0, 0, logitOf(0.31)] },
  ]);
  expect(decodeFaces(output, CELLS, 0.3).map(({ score }) => score.toFixed(2))).toEqual(['0.31']);
});
