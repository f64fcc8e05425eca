import { describe, expect, it } from 'vitest';
import { computeIoU, type Box } from '../../src/core/box.ts';

const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });

describe('computeIoU', () => {
  it.each([
    ['the same box', box(10, 20, 30, 40), box(10, 20, 30, 40), 1],
    ['half of it', box(0, 0, 10, 10), box(0, 0, 10, 5), 0.5],
    ['a shift by half a width', box(0, 0, 10, 10), box(5, 0, 10, 10), 1 / 3],
    ['one inside the other', box(-10, -10, 20, 20), box(-5, -5, 10, 10), 0.25],
    ['beside it', box(0, 0, 10, 10), box(30, 0, 10, 10), 0],
    ['below it', box(0, 0, 10, 10), box(0, 30, 10, 10), 0],
    ['a common edge', box(0, 0, 10, 10), box(10, 0, 10, 10), 0],
    ['a box without width', box(5, 5, 0, 10), box(5, 5, 0, 10), 0],
    ['a box without height', box(5, 5, 10, 0), box(5, 5, 10, 0), 0],
  ])('of %s', (_, a, b, expected) => {
    expect(computeIoU(a, b)).toBeCloseTo(expected, 12);
    expect(computeIoU(b, a)).toBeCloseTo(expected, 12);
  });
});
