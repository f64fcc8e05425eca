import { expect, test } from 'vitest';
import { computeIoU, type Box } from '../../../src/core/box.ts';
import { FaceTracker } from '../../../src/engine/tracking/face-tracker.ts';
import { drawScene } from '../drawn-scene.ts';

const box = (x: number, y = 60, side = 80): Box => ({ x, y, width: side, height: side });
const found = (at: Box, score = 0.8) => ({ box: at, score });

/** A tracker that follows the faces that stand at these places at time 0. */
function followFaces(...boxes: Box[]): FaceTracker {
  const tracker = new FaceTracker();
  tracker.add(
    drawScene(boxes),
    boxes.map((at) => found(at)),
    0,
  );
  return tracker;
}

const listBoxes = ({ faces }: FaceTracker) => faces.map((face) => face.box);
const listIds = ({ faces }: FaceTracker) => faces.map(({ id }) => id);

test('a face at rest keeps its box to the last digit', () => {
  const tracker = followFaces(box(100));
  for (let frame = 0; frame < 5; frame++) tracker.follow(drawScene([box(100)]));
  expect(listBoxes(tracker)).toEqual([box(100)]);
});

test('follows faces that move and come nearer', () => {
  const tracker = followFaces(box(30), box(200));
  for (let step = 1; step <= 6; step++) {
    tracker.follow(drawScene([box(30 + 6 * step, 60 + 3 * step), box(200 - 2 * step, 60, 80 + 4 * step)]));
  }
  const [first, second] = listBoxes(tracker) as [Box, Box];
  expect(computeIoU(first, box(66, 78))).toBeGreaterThan(0.9);
  expect(computeIoU(second, box(188, 60, 104))).toBeGreaterThan(0.9);
  for (const { correlation } of tracker.faces) expect(correlation).toBeGreaterThan(0.9);
});

test('follows a large face, of which not all pixels are read', () => {
  const tracker = followFaces(box(40, 30, 200));
  for (let step = 1; step <= 4; step++) tracker.follow(drawScene([box(40 + 5 * step, 30, 200 - 4 * step)]));
  expect(computeIoU(listBoxes(tracker)[0] as Box, box(60, 30, 184))).toBeGreaterThan(0.93);
});

test('says that a face which has gone no longer looks as it did', () => {
  const tracker = followFaces(box(100));
  tracker.follow(drawScene([]));
  expect(tracker.faces[0]?.correlation).toBeLessThan(0.5);
});

test('a pass that agrees confirms a box, one that does not corrects it', () => {
  const tracker = followFaces(box(100), box(200));
  const picture = drawScene([box(100), box(200)]);
  tracker.follow(picture);
  tracker.update(
    picture,
    [
      { id: 0, seen: [found(box(104), 0.6)] },
      { id: 1, seen: [found(box(200, 30))] },
    ],
    500,
    1,
  );
  expect(listBoxes(tracker)).toEqual([box(100), box(200, 30)]);
  expect(tracker.faces[0]).toMatchObject({ score: 0.6, seenAtMs: 500, correlation: 1, misses: 0 });
});

test('a neighbour is not taken for a face that was missed, and a second miss in a row drops it', () => {
  const tracker = followFaces(box(100), box(200));
  const picture = drawScene([box(100), box(200)]);
  const miss = { id: 0, seen: [found(box(200))] };
  tracker.update(picture, [miss], 500, 1);
  expect(tracker.faces.map(({ misses }) => misses)).toEqual([1, 0]);
  tracker.update(picture, [miss], 600, 1);
  expect(listIds(tracker)).toEqual([1]);
});

test('a face that comes back soon gets its number again, a later one a new number', () => {
  const tracker = followFaces(box(100));
  const picture = drawScene([box(100)]);
  const lose = (atMs: number) => tracker.update(picture, [{ id: tracker.faces[0]?.id ?? -1, seen: [] }], atMs, 0);
  lose(100);
  tracker.add(picture, [found(box(105))], 900);
  expect(listIds(tracker)).toEqual([0]);
  lose(1000);
  tracker.add(picture, [found(box(105))], 2500);
  expect(listIds(tracker)).toEqual([1]);
});

test('one face is followed once', () => {
  const tracker = followFaces(box(100));
  const picture = drawScene([box(100)]);
  tracker.add(picture, [found(box(110)), found(box(220))], 100);
  expect(listIds(tracker)).toEqual([0, 1]);
  expect(tracker.knows(box(90))).toBe(true);
  expect(tracker.knows(box(0, 150))).toBe(false);
});

test('where there is nothing to hold on to, a box stays and is not trusted', () => {
  const dark = { ...drawScene([]), luma: [0, 0, 0] as const };
  const tracker = new FaceTracker();
  tracker.add(dark, [found(box(100))], 0);
  tracker.follow(dark);
  expect(tracker.faces[0]).toMatchObject({ box: box(100), correlation: 0 });
});
