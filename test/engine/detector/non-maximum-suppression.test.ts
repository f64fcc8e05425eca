import { describe, expect, test } from 'vitest';
import { computeIoU, type Box } from '../../../src/core/box.ts';
import { suppressNonMaxima } from '../../../src/engine/detector/non-maximum-suppression.ts';

const box = (x: number, y: number, side: number): Box => ({ x, y, width: side, height: side });

describe('suppressNonMaxima', () => {
  test('keeps the best of overlapping boxes and all that stand apart', () => {
    const faces = [
      { box: box(0, 0, 100), score: 0.5 },
      { box: box(10, 10, 100), score: 0.9 },
      { box: box(300, 0, 100), score: 0.4 },
    ];
    expect(computeIoU(box(0, 0, 100), box(10, 10, 100))).toBeGreaterThan(0.4);
    expect(suppressNonMaxima(faces)).toEqual([faces[1], faces[2]]);
  });
});
