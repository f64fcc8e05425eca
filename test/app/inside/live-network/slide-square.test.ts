import { describe, expect, it } from 'vitest';
import { HIDING_GRAY } from '../../../../src/app/inside/live-network/paint-gray.ts';
import { findCorner, slideSquare, type HidingMap } from '../../../../src/app/inside/live-network/slide-square.ts';
import { INPUT_PIXELS, INPUT_SIZE } from '../../../../src/core/preprocess.ts';

const SQUARE = { size: 12, step: 4 };

/** White at one pixel, which its reader takes for all of class 5. */
const FACE = new Uint8Array(INPUT_PIXELS);
const [EYE_X, EYE_Y] = [30, 14];
FACE[EYE_Y * INPUT_SIZE + EYE_X] = 255;

function readFaces(crops: Uint8Array): Promise<Float32Array> {
  const shares = new Float32Array((crops.length / INPUT_PIXELS) * 7);
  for (let face = 0; face * INPUT_PIXELS < crops.length; face++) {
    const isSeen = crops[face * INPUT_PIXELS + EYE_Y * INPUT_SIZE + EYE_X] === 255;
    shares[face * 7 + (isSeen ? 5 : 6)] = 1;
  }
  return Promise.resolve(shares);
}

describe('slideSquare', () => {
  it('finds the places whose hiding takes the answer away, and that another one rises by it', async () => {
    const maps: HidingMap[] = [];
    await slideSquare(readFaces, FACE, SQUARE, (map) => maps.push(map), new AbortController().signal);
    const last = maps.at(-1) as HidingMap;
    expect(maps.map(({ rows }) => rows)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(last.shares).toEqual([0, 0, 0, 0, 0, 1, 0]);
    last.falls[5]?.forEach((fall, place) => {
      const [left, top] = [findCorner(place % 12, SQUARE), findCorner(Math.floor(place / 12), SQUARE)];
      const isHidden = left <= EYE_X && EYE_X < left + 12 && top <= EYE_Y && EYE_Y < top + 12;
      expect(fall, `place ${place}`).toBe(isHidden ? 1 : 0);
    });
    expect(last.falls[5]?.filter((fall) => fall === 1)).toHaveLength(9);
    expect(last.falls[6]).toEqual(last.falls[5]?.map((fall) => 0 - fall));
    expect(last.falls[0]?.every((fall) => fall === 0)).toBe(true);
  });

  it('hides by gray, a row of places in a batch', async () => {
    const batches: Uint8Array[] = [];
    const classify = (crops: Uint8Array) => {
      batches.push(crops);
      return readFaces(crops);
    };
    await slideSquare(classify, FACE, { size: 8, step: 8 }, () => undefined, new AbortController().signal);
    expect(batches.map((batch) => batch.length / INPUT_PIXELS)).toEqual([1, 6, 6, 6, 6, 6, 6]);
    const [, first] = batches;
    expect(first?.subarray(0, INPUT_PIXELS).filter((gray) => gray === HIDING_GRAY)).toHaveLength(64);
    expect(first?.[0]).toBe(HIDING_GRAY);
    expect(batches[6]?.at(-1)).toBe(HIDING_GRAY);
  });

  it('stops between two rows, and says nothing more', async () => {
    const stop = new AbortController();
    let rows = 0;
    const onRow = (map: HidingMap) => {
      rows = map.rows;
      if (rows === 3) stop.abort(new Error('enough'));
    };
    await expect(slideSquare(readFaces, FACE, SQUARE, onRow, stop.signal)).rejects.toThrow('enough');
    expect(rows).toBe(3);
  });
});
