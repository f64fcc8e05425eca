import { describe, expect, it } from 'vitest';
import { INPUT_PIXELS, INPUT_SIZE } from '../../../src/core/preprocess.ts';
import { NO_WARP, warpFace, type Warp } from '../../../training/batches/warp-face.ts';

/** A face that is black but for one bright pixel. */
function dot(x: number, y: number): Uint8Array {
  const face = new Uint8Array(INPUT_PIXELS);
  face[y * INPUT_SIZE + x] = 255;
  return face;
}

/** Where the brightest pixel of a warped face is. */
function findDot(face: Uint8Array, warp: Partial<Warp>): [x: number, y: number] {
  const result = new Float32Array(INPUT_PIXELS);
  warpFace(face, result, { ...NO_WARP, ...warp });
  const index = result.indexOf(Math.max(...result));
  return [index % INPUT_SIZE, Math.floor(index / INPUT_SIZE)];
}

describe('warpFace', () => {
  it('leaves a face as it is', () => {
    const face = Uint8Array.from({ length: INPUT_PIXELS }, (_, i) => (i * 7) % 251);
    const result = new Float32Array(INPUT_PIXELS);
    warpFace(face, result, NO_WARP);
    expect(Uint8Array.from(result)).toEqual(face);
  });

  it('mirrors, moves and turns', () => {
    expect(findDot(dot(10, 20), { mirror: true })).toEqual([37, 20]);
    expect(findDot(dot(10, 20), { shiftX: 4, shiftY: -3 })).toEqual([6, 23]);
    expect(findDot(dot(23, 3), { rotation: 90 })).toEqual([3, 24]);
  });

  it('grows the face about its centre', () => {
    const [x, y] = findDot(dot(34, 34), { scale: 1.5 });
    expect(x).toBeGreaterThan(38);
    expect(y).toBeGreaterThan(38);
  });
});
