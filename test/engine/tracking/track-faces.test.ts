import { describe, expect, it } from 'vitest';
import type { Box } from '../../../src/core/box.ts';
import { trackFaces } from '../../../src/engine/tracking/track-faces.ts';

const square = (x: number, y = 0): Box => ({ x, y, width: 100, height: 100 });

describe('trackFaces', () => {
  it('numbers the faces of a first frame in order', () => {
    expect(trackFaces([], [square(0), square(200)], 5)).toEqual({ ids: [5, 6], nextId: 7 });
  });

  it('keeps the numbers of faces that moved a little, whatever their order', () => {
    const last = [
      { id: 3, box: square(0) },
      { id: 8, box: square(300) },
    ];
    expect(trackFaces(last, [square(310, 5), square(-12)], 9)).toEqual({ ids: [8, 3], nextId: 9 });
  });

  it('gives a face that came in a new number and forgets one that left', () => {
    const last = [
      { id: 0, box: square(0) },
      { id: 1, box: square(300) },
    ];
    expect(trackFaces(last, [square(600), square(5)], 2)).toEqual({ ids: [2, 0], nextId: 3 });
  });

  it('gives a number to the box that overlaps most, not to the first', () => {
    const last = [{ id: 4, box: square(0) }];
    expect(trackFaces(last, [square(40), square(10)], 5)).toEqual({ ids: [5, 4], nextId: 6 });
  });

  it('matches pairs by descending overlap, each face and each box once', () => {
    const last = [
      { id: 0, box: square(0) },
      { id: 1, box: square(30) },
    ];
    // 25 overlaps both; it belongs to face 1, and 5 to face 0.
    expect(trackFaces(last, [square(25), square(5)], 2)).toEqual({ ids: [1, 0], nextId: 2 });
  });

  it('keeps the number of the nearer face where two became one', () => {
    const last = [
      { id: 0, box: square(0) },
      { id: 1, box: square(30) },
    ];
    expect(trackFaces(last, [square(10)], 2)).toEqual({ ids: [0], nextId: 2 });
  });

  it('lets go of a face whose boxes overlap less than 0.3', () => {
    const last = [{ id: 0, box: square(0) }];
    // Shifted by s of 100 pixels: IoU = (100 - s) / (100 + s).
    expect(trackFaces(last, [square(53)], 1).ids).toEqual([0]);
    expect(trackFaces(last, [square(55)], 1).ids).toEqual([1]);
  });

  it('has nothing to number in an empty frame', () => {
    expect(trackFaces([{ id: 0, box: square(0) }], [], 1)).toEqual({ ids: [], nextId: 1 });
  });
});
