import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Box } from '../../../src/core/box.ts';
import { viewRgba, type Picture } from '../../../src/core/picture.ts';
import type { SquareCrop } from '../../../src/core/face-crop.ts';
import { DETECTION_OPTIONS } from '../../../src/engine/detector/detection-options.ts';
import { findFacesInPhoto, layTiles, refineCandidates } from '../../../src/engine/detector/find-faces.ts';
import type { DetectedFace } from '../../../src/engine/detector/non-maximum-suppression.ts';
import { lies, makeDetector } from '../drawn-scene.ts';

beforeAll(() => setBackend('cpu'));

/** Of work that is not given up. */
const wanted = new AbortController().signal;

const box = (x: number, y: number, side: number): Box => ({ x, y, width: side, height: side });

/** The detector never sees these pixels: see `makeWorld`. */
const makePicture = (width: number, height: number): Picture => ({
  ...viewRgba({ data: new Uint8Array(4), width: 1, height: 1 }),
  width,
  height,
});

/**
 * A detector of a world in which faces are known: it sees those whose size is a tenth to three quarters of what it
 * sees, if they are all inside; `ghosts` are seen by coarse passes only.
 */
function makeWorld(faces: readonly Box[], ghosts: readonly Box[] = []) {
  const isSeen = (face: Box, square: SquareCrop, smallest: number) =>
    face.width >= smallest * square.side && face.width <= 0.75 * square.side && lies(face, square);
  return makeDetector((square, { inputSize }) => {
    const smallest = 32 / inputSize;
    const isClose = (ghost: Box) => ghost.width > 0.3 * square.side;
    return [
      ...faces.filter((face) => isSeen(face, square, smallest)).map((face) => ({ box: face, score: 0.8 })),
      ...ghosts
        .filter((ghost) => isSeen(ghost, square, smallest) && !isClose(ghost))
        .map((ghost) => ({ box: ghost, score: 0.6 })),
    ].toSorted((a, b) => b.score - a.score);
  });
}

const findBoxes = (found: DetectedFace[]) => found.map((face) => face.box);

describe('refineCandidates', () => {
  const guess = (at: Box) => ({ box: at, score: 0.5 });

  test('drops what a refinement does not confirm', async () => {
    const [face, ghost] = [box(50, 200, 120), box(400, 100, 90)];
    const { detector, passes } = makeWorld([face], [ghost]);
    const found = await refineCandidates(detector, makePicture(640, 480), [guess(ghost), guess(face)], wanted);
    expect(findBoxes(found)).toEqual([face]);
    // One pass over all candidates together.
    expect(passes.map(({ squares }) => squares.length)).toEqual([2]);
  });

  test('a neighbour in the refinement is not taken for the candidate', async () => {
    const { detector } = makeWorld([box(300, 100, 80)], [box(210, 100, 70)]);
    expect(await refineCandidates(detector, makePicture(640, 480), [guess(box(210, 100, 70))], wanted)).toEqual([]);
  });

  test('refines many in several passes, and gives them from left to right', async () => {
    const faces = Array.from({ length: DETECTION_OPTIONS.refinement.mostRegions + 3 }, (_, i) =>
      box(500 - 45 * i, 100, 40),
    );
    const { detector, passes } = makeWorld(faces);
    const found = await refineCandidates(detector, makePicture(640, 480), faces.map(guess), wanted);
    expect(findBoxes(found)).toEqual(faces.toReversed());
    expect(passes.map(({ squares }) => squares.length)).toEqual([DETECTION_OPTIONS.refinement.mostRegions, 3]);
  });
});

describe('findFacesInPhoto', () => {
  test('finds small faces of a large photo, each once', async () => {
    const faces = [box(100, 100, 80), box(900, 700, 80), box(1900, 1400, 80), box(300, 200, 600)];
    const { detector } = makeWorld(faces);
    const found = findBoxes(await findFacesInPhoto(detector, makePicture(2048, 1536), wanted));
    expect(found).toHaveLength(4);
    expect(new Set(found)).toEqual(new Set(faces));
  });

  test('finds a face that fills the picture', async () => {
    const crop = box(1, 2, 45);
    const { detector } = makeWorld([crop]);
    expect(findBoxes(await findFacesInPhoto(detector, makePicture(48, 48), wanted))).toEqual([crop]);
  });

  test('finds nothing where there is nothing', async () => {
    const { detector } = makeWorld([]);
    expect(await findFacesInPhoto(detector, makePicture(1200, 800), wanted)).toEqual([]);
  });

  test('goes no further once it is given up, even if no pass has to be waited for', async () => {
    const giveUp = new AbortController();
    const { detector, passes } = makeWorld([]);
    const searching = findFacesInPhoto(
      {
        ...detector,
        beginPass(picture, pass) {
          // A message that comes while the second pass is in work.
          if (passes.length === 1) setImmediate(() => giveUp.abort());
          return { ...detector.beginPass(picture, pass), output: null };
        },
      },
      makePicture(2048, 1536),
      giveUp.signal,
    );
    await expect(searching).rejects.toThrow(DOMException);
    expect(passes.length).toBeGreaterThanOrEqual(2);
    expect(passes.length).toBeLessThanOrEqual(3);
  });

  test('spends no pass on enlarging a small picture', async () => {
    const { detector, passes } = makeWorld([]);
    await findFacesInPhoto(detector, makePicture(300, 200), wanted);
    expect(passes).toHaveLength(2);
  });
});

describe('layTiles', () => {
  test.each([
    [2048, 1536],
    [1536, 2048],
    [1000, 1000],
    [3000, 200],
  ])('tiles of %i x %i leave no face out that is smaller than their overlap', (width, height) => {
    const side = Math.max(width, height) / 2;
    const tiles = layTiles({ width, height }, side);
    const face = Math.min(side / 4, height);
    for (let x = 0; x + face <= width; x += 10) {
      for (let y = 0; y + face <= height; y += 10) {
        const isWhole = tiles.some(
          (tile) =>
            x >= tile.x - 1e-6 &&
            y >= tile.y - 1e-6 &&
            x + face <= tile.x + side + 1e-6 &&
            y + face <= tile.y + side + 1e-6,
        );
        if (!isWhole) expect.fail(`the face at ${x}, ${y} is cut by every tile`);
      }
    }
  });
});
