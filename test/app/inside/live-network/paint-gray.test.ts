import { describe, expect, it } from 'vitest';
import {
  createHiddenPixels,
  fillSquare,
  HIDING_GRAY,
  hidePixels,
  hideStroke,
} from '../../../../src/app/inside/live-network/paint-gray.ts';
import { INPUT_PIXELS, INPUT_SIZE } from '../../../../src/core/preprocess.ts';

const listHidden = (hidden: Uint8Array) =>
  [...hidden].flatMap((isHidden, i) => (isHidden ? [[i % INPUT_SIZE, Math.floor(i / INPUT_SIZE)]] : []));

describe('hideStroke', () => {
  it('hides a square around a point', () => {
    const hidden = hideStroke(createHiddenPixels(), { x: 10, y: 20 }, { x: 10, y: 20 }, 3);
    expect(listHidden(hidden)).toHaveLength(9);
    expect(listHidden(hidden)[0]).toEqual([9, 19]);
    expect(listHidden(hidden)[8]).toEqual([11, 21]);
  });

  it('leaves no hole on a fast way, and what was hidden stays so', () => {
    const first = hideStroke(createHiddenPixels(), { x: 2, y: 3 }, { x: 40, y: 9 }, 1);
    expect(new Set(listHidden(first).map(([x]) => x)).size).toBe(39);
    const second = hideStroke(first, { x: 0, y: 0 }, { x: 0, y: 47 }, 1);
    expect(listHidden(second).length).toBe(listHidden(first).length + 48);
    expect(listHidden(first)).toHaveLength(39);
  });

  it('ends at the edges', () => {
    expect(listHidden(hideStroke(createHiddenPixels(), { x: 0, y: 47 }, { x: 0, y: 47 }, 5))).toHaveLength(9);
    const outside = createHiddenPixels();
    fillSquare(outside, { x: 60, y: -9 }, 8, 1);
    fillSquare(outside, { x: -9, y: 3 }, 8, 1);
    expect(listHidden(outside)).toEqual([]);
  });
});

describe('hidePixels', () => {
  it('paints what is hidden and nothing else', () => {
    const crop = Uint8Array.from({ length: INPUT_PIXELS }, (_, i) => i % 100);
    const hidden = hideStroke(createHiddenPixels(), { x: 1, y: 0 }, { x: 1, y: 0 }, 1);
    const painted = hidePixels(crop, hidden);
    expect(painted[1]).toBe(HIDING_GRAY);
    expect(painted.filter((gray, i) => gray !== crop[i])).toHaveLength(1);
  });
});
