import { describe, expect, test } from 'vitest';
import type { Box } from '../../src/core/box.ts';
import { viewRgba } from '../../src/core/picture.ts';
import type { SquareCrop } from '../../src/core/face-crop.ts';
import type { DetectorLook, FaceDetector } from '../../src/engine/face-detector.ts';
import { findFacesInFrame, findFacesInPhoto, layTiles } from '../../src/engine/find-faces.ts';
import type { DetectedFace } from '../../src/engine/merge-faces.ts';

const box = (x: number, y: number, side: number): Box => ({ x, y, width: side, height: side });

/** The detector never looks at these pixels: see `makeDetector`. */
const makePicture = (width: number, height: number) =>
  viewRgba({ data: new Uint8Array(width * height * 4), width, height });

/**
 * A detector of a world in which faces are known: it sees those whose size is a tenth to three quarters of what it
 * looks at, if they are all inside; `ghosts` are seen from afar only.
 */
function makeDetector(faces: readonly Box[], ghosts: readonly Box[] = []) {
  const looks: DetectorLook[] = [];
  const isSeen = ({ x, y, width }: Box, square: SquareCrop, smallest: number) =>
    width >= smallest * square.side &&
    width <= 0.75 * square.side &&
    x >= square.x &&
    y >= square.y &&
    x + width <= square.x + square.side &&
    y + width <= square.y + square.side;
  const detector: FaceDetector = {
    detectFaces(_image, look) {
      looks.push(look);
      const smallest = 32 / look.inputSize;
      const seen = look.squares.map((square) => {
        const isClose = (ghost: Box) => ghost.width > 0.3 * square.side;
        return [
          ...faces.filter((face) => isSeen(face, square, smallest)).map((face) => ({ box: face, score: 0.8 })),
          ...ghosts
            .filter((ghost) => isSeen(ghost, square, smallest) && !isClose(ghost))
            .map((ghost) => ({ box: ghost, score: 0.6 })),
        ].toSorted((a, b) => b.score - a.score);
      });
      return Promise.resolve(seen);
    },
  };
  return { detector, looks };
}

const findBoxes = (found: DetectedFace[]) => found.map((face) => face.box);

describe('findFacesInFrame', () => {
  test('finds every face, from left to right', async () => {
    const { detector } = makeDetector([box(400, 100, 90), box(50, 200, 120)]);
    const found = await findFacesInFrame(detector, makePicture(640, 480));
    expect(findBoxes(found)).toEqual([box(50, 200, 120), box(400, 100, 90)]);
  });

  test('drops what a close look does not confirm', async () => {
    const { detector, looks } = makeDetector([box(50, 200, 120)], [box(400, 100, 90)]);
    const found = await findFacesInFrame(detector, makePicture(640, 480));
    expect(findBoxes(found)).toEqual([box(50, 200, 120)]);
    // One look at the whole, then one at all candidates together.
    expect(looks.map(({ squares }) => squares.length)).toEqual([1, 2]);
  });

  test('a neighbour in the close look is not taken for the candidate', async () => {
    const { detector } = makeDetector([box(300, 100, 80)], [box(210, 100, 70)]);
    expect(findBoxes(await findFacesInFrame(detector, makePicture(640, 480)))).toEqual([box(300, 100, 80)]);
  });

  test('does not take the whole frame for a face', async () => {
    const { detector, looks } = makeDetector([]);
    expect(await findFacesInFrame(detector, makePicture(640, 480))).toEqual([]);
    expect(looks).toHaveLength(1);
  });
});

describe('findFacesInPhoto', () => {
  test('finds small faces of a large photo, each once', async () => {
    const faces = [box(100, 100, 80), box(900, 700, 80), box(1900, 1400, 80), box(300, 200, 600)];
    const { detector } = makeDetector(faces);
    const found = findBoxes(await findFacesInPhoto(detector, makePicture(2048, 1536)));
    expect(found).toHaveLength(4);
    expect(new Set(found)).toEqual(new Set(faces));
  });

  test('finds a face that fills the picture', async () => {
    const crop = box(1, 2, 45);
    const { detector } = makeDetector([crop]);
    expect(findBoxes(await findFacesInPhoto(detector, makePicture(48, 48)))).toEqual([crop]);
  });

  test('finds nothing where there is nothing', async () => {
    const { detector } = makeDetector([]);
    expect(await findFacesInPhoto(detector, makePicture(1200, 800))).toEqual([]);
  });

  test('spends no look on enlarging a small picture', async () => {
    const { detector, looks } = makeDetector([]);
    await findFacesInPhoto(detector, makePicture(300, 200));
    expect(looks).toHaveLength(2);
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
