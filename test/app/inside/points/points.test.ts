import { describe, expect, it } from 'vitest';
import { cutPlane, type LinearUnit } from '../../../../src/app/inside/points/cut-plane.ts';
import { drawPlace, findPlace, DRAWING_SIDE } from '../../../../src/app/inside/points/draw-place.ts';
import { listTruthTable, LOGIC_NAMES, makeExamples } from '../../../../src/app/inside/points/example-points.ts';
import {
  writeFixed,
  writeProduct,
  writeShort,
  writeSymbol,
  writeUnitSum,
} from '../../../../src/app/inside/points/write-terms.ts';

describe('the functions of two bits', () => {
  it('have the answers of their truth tables', () => {
    const answers = LOGIC_NAMES.map((name) => listTruthTable(name).map(({ target }) => target));
    expect(answers).toEqual([
      [0, 0, 0, 1],
      [0, 1, 1, 1],
      [0, 1, 1, 0],
    ]);
  });

  it('are handed over as whole ones, not as tenths', () => {
    const { inputs, targets } = makeExamples(listTruthTable('xor'));
    expect([...inputs]).toEqual([0, 0, 0, 1, 1, 0, 1, 1]);
    expect([...targets]).toEqual([0, 1, 1, 0]);
  });
});

describe('cutPlane', () => {
  const area = (corners: readonly (readonly [number, number])[]) =>
    Math.abs(
      corners.reduce((sum, [x, y], k) => {
        const [nextX, nextY] = corners[(k + 1) % corners.length] as readonly [number, number];
        return sum + x * nextY - y * nextX;
      }, 0) / 2,
    );

  it.each([[[1, 0, -0.5]], [[1, 1, -1]], [[-2, 3, 0.4]], [[0.3, -0.1, 0]], [[1, 1, 1]], [[1, -1, 2]]] as [
    LinearUnit,
  ][])('puts the line of %j where the sum is 0, and each part on its side', (unit) => {
    const sumAt = ([x, y]: readonly [number, number]) => unit[0] * x + unit[1] * y + unit[2];
    const { above, below, line } = cutPlane(unit, -0.5, 1.5);
    for (const end of line ?? []) expect(sumAt(end)).toBeCloseTo(0, 12);
    for (const corner of above) expect(sumAt(corner)).toBeGreaterThan(-1e-12);
    for (const corner of below) expect(sumAt(corner)).toBeLessThan(1e-12);
    expect(area(above) + area(below)).toBeCloseTo(4, 12);
  });

  it('halves the square where it should', () => {
    expect(area(cutPlane([1, 0, -0.5], -0.5, 1.5).above)).toBeCloseTo(2, 12);
    expect(area(cutPlane([1, 1, -1], -0.5, 1.5).above)).toBeCloseTo(2, 12);
  });

  it('has no line where all is on one side, and none without weights', () => {
    expect(cutPlane([1, 0, 5], -0.5, 1.5)).toMatchObject({ line: null, below: [] });
    expect(cutPlane([0, 0, 0], -0.5, 1.5)).toMatchObject({ line: null, above: [] });
  });
});

it('draws y upward, and finds a place again where it was drawn', () => {
  expect(drawPlace([-0.5, 1.5])).toEqual([0, 0]);
  const [x, y] = drawPlace([0.3, 1.2]);
  const [foundX, foundY] = findPlace(x / DRAWING_SIDE, y / DRAWING_SIDE);
  expect(foundX).toBeCloseTo(0.3, 12);
  expect(foundY).toBeCloseTo(1.2, 12);
});

describe('formulas', () => {
  it('put negative numbers in parentheses where a sign stands before them', () => {
    expect(writeUnitSum([0.5, -2], [1, 0], -0.1, writeShort)).toBe('0.5 × 1 + (−2) × 0 + (−0.1)');
    expect(writeProduct([-0.25, -1], writeFixed)).toBe('−0.250 × (−1.000)');
  });

  it('know no negative zero', () => {
    expect(writeFixed(-0.0001)).toBe('0.000');
    expect(writeShort(-0)).toBe('0');
  });

  it('write digits below', () => expect(writeSymbol('w', 2, 8)).toBe('w₂₈'));
});
