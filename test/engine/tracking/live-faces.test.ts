import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Box } from '../../../src/core/box.ts';
import { LiveFaces } from '../../../src/engine/tracking/live-faces.ts';
import { drawScene, lies, makeDetector } from '../drawn-scene.ts';

beforeAll(() => setBackend('cpu'));

/** Of frames that are not given up. */
const wanted = new AbortController().signal;

const box = (x: number, y = 60): Box => ({ x, y, width: 70, height: 70 });

/** A video of faces that the test moves about. The detector's boxes are as exact as its passes are fine. */
function makeVideo() {
  const scene = { boxes: [] as Box[] };
  const { detector, passes } = makeDetector((square) =>
    scene.boxes.filter((seen) => lies(seen, square)).map((seen) => ({ box: seen, score: 0.7 })),
  );
  const live = new LiveFaces(detector);
  /** As a frame does it: find, run the pass that is due, and take in what was seen. */
  const show = async (atMs: number, ...boxes: Box[]) => {
    scene.boxes = boxes;
    const picture = drawScene(boxes);
    const before = passes.length;
    const faces = await live.find(picture, atMs, wanted);
    const waitedFor = passes.length - before;
    const pass = live.beginPass(picture, atMs);
    if (faces.length > 0) live.planner.recordFrame(pass?.planned ?? null, 5, atMs);
    pass?.takeIn(pass.pending.decode(new Float32Array()));
    return { ids: faces.map(({ id }) => id), waitedFor, along: pass?.planned.kind ?? null };
  };
  return { show, live };
}

test('searches while there is no face, and waits for it', async () => {
  const { show } = makeVideo();
  expect(await show(0)).toEqual({ ids: [], waitedFor: 2, along: null });
  expect(await show(33)).toEqual({ ids: [], waitedFor: 2, along: null });
  expect(await show(66, box(100))).toEqual({ ids: [0], waitedFor: 2, along: null });
});

test('a face that is too large for a fine pass over the whole frame is found by the smallest, in the same frame', async () => {
  const large = { x: 40, y: 10, width: 220, height: 220 };
  const { detector } = makeDetector((_, { inputSize }) => (inputSize > 224 ? [] : [{ box: large, score: 0.7 }]));
  const faces = await new LiveFaces(detector).find(drawScene([large]), 0, wanted);
  expect(faces.map((face) => face.box)).toEqual([large]);
});

test('a face that is followed needs no pass but the one at the whole frame now and then', async () => {
  const { show } = makeVideo();
  await show(0, box(100));
  const frames = [];
  for (let atMs = 40; atMs < 2900; atMs += 40) frames.push(await show(atMs, box(100)));
  expect(frames.every(({ ids, waitedFor }) => ids.join() === '0' && waitedFor === 0)).toBe(true);
  expect(frames.flatMap(({ along }) => along ?? [])).toEqual(['whole']);
});

test('who comes in is seen by the pass over the whole frame, and counts once a refinement has confirmed it', async () => {
  const { show } = makeVideo();
  for (let atMs = 0; atMs < 1500; atMs += 30) await show(atMs, box(30));
  expect(await show(1500, box(30), box(220))).toEqual({ ids: [0], waitedFor: 0, along: 'whole' });
  expect(await show(1540, box(30), box(220))).toEqual({ ids: [0], waitedFor: 0, along: 'refinement' });
  expect(await show(1580, box(30), box(220))).toEqual({ ids: [0, 1], waitedFor: 0, along: null });
});

test('several who come in together are refined one by one, a frame each', async () => {
  const { show } = makeVideo();
  for (let atMs = 0; atMs < 1500; atMs += 30) await show(atMs, box(120, 20));
  const all = [box(10, 20), box(120, 20), box(230, 20), box(120, 140)];
  expect(await show(1500, ...all)).toMatchObject({ ids: [0], along: 'whole' });
  const frames = [];
  for (let atMs = 1540; atMs < 1700; atMs += 40) frames.push(await show(atMs, ...all));
  expect(frames.map(({ ids, along }) => [ids.length, along])).toEqual([
    [1, 'refinement'],
    [2, 'refinement'],
    [3, 'refinement'],
    [4, null],
  ]);
});

test('who leaves is gone in the same frame', async () => {
  const { show } = makeVideo();
  await show(0, box(30), box(220));
  expect(await show(40, box(30))).toEqual({ ids: [0], waitedFor: 1, along: null });
});

test('after a cut to another scene the faces there are found at once', async () => {
  const { show } = makeVideo();
  await show(0, box(30, 20));
  const cut = await show(40, box(220, 150));
  expect(cut.ids).toEqual([1]);
});

test('a face that jumps further than it can be followed keeps its number', async () => {
  const { show } = makeVideo();
  await show(0, box(100));
  expect((await show(40, box(125, 75))).ids).toEqual([0]);
});

test('a while without a face is no slow frame: passes at the whole frame stay as frequent as they were', async () => {
  const { show, live } = makeVideo();
  let atMs = 0;
  for (; atMs < 600; atMs += 30) await show(atMs, box(100));
  const { wholeIntervalMs } = live.planner;
  for (; atMs < 4600; atMs += 100) await show(atMs);
  for (let frame = 0; frame < 3; frame++, atMs += 30) await show(atMs, box(100));
  expect(live.planner.wholeIntervalMs).toBe(wholeIntervalMs);
});

test('forgets everything on request', async () => {
  const { show, live } = makeVideo();
  await show(0, box(100));
  live.reset();
  expect(await show(40, box(100))).toEqual({ ids: [0], waitedFor: 2, along: null });
});

test('a search is given up between two passes, and the next one finds what there is', async () => {
  const giveUp = new AbortController();
  const face = box(100);
  const { detector, passes } = makeDetector((square) => {
    giveUp.abort();
    return lies(face, square) ? [{ box: face, score: 0.7 }] : [];
  });
  const live = new LiveFaces(detector);
  await expect(live.find(drawScene([face]), 0, giveUp.signal)).rejects.toThrow(DOMException);
  expect(passes).toHaveLength(1);
  expect(await live.find(drawScene([face]), 40, wanted)).toHaveLength(1);
});
