import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Box } from '../../src/core/box.ts';
import { computeByPrior } from '../../src/core/decision-rule.ts';
import { cropFace } from '../../src/core/face-crop.ts';
import { parseManifest } from '../../src/core/model-manifest.ts';
import { cropToGray, INPUT_PIXELS } from '../../src/core/preprocess.ts';
import { FrameAnalyser } from '../../src/engine/analyse-frame.ts';
import type { PassRequest } from '../../src/engine/detector/face-detector.ts';
import type { ExpressionClassifier } from '../../src/engine/classifier/expression-classifier.ts';
import { drawScene, lies, makeDetector, makePending } from './drawn-scene.ts';
import { makeManifest } from './model-files.ts';

beforeAll(() => setBackend('cpu'));

/** Of pictures that are not given up. */
const wanted = new AbortController().signal;

const box = (x: number, y = 60): Box => ({ x, y, width: 80, height: 70 });

/** Logits. */
const HAPPY = [0, 0, 0, 4, 0, 0, 0];
const SAD = [0, 0, 0, 0, 3, 2, 0];

/**
 * An analyser of faces that the test moves about; its logits say happy of the first face and sad of the others.
 *
 * @param onPass told of each pass of the detector
 */
function makeAnalyser(onPass: (pass: PassRequest) => void = () => undefined) {
  const scene = { boxes: [] as Box[] };
  const classified: Uint8Array[] = [];
  const { detector, passes } = makeDetector((square, pass) => {
    onPass(pass);
    return scene.boxes.filter((seen) => lies(seen, square)).map((seen) => ({ box: seen, score: 0.7 }));
  });
  const classifier: ExpressionClassifier = {
    manifest: parseManifest(makeManifest(new Uint8Array())),
    kernels: { name: 'mien-simd' },
    measureDeviation: () => Promise.resolve(0),
    beginClassify(crops) {
      classified.push(crops);
      const rows = Array.from({ length: crops.length / INPUT_PIXELS }, (_, i) => (i === 0 ? HAPPY : SAD));
      return makePending(Float32Array.from(rows.flat()));
    },
    dispose: () => undefined,
  };
  const analyser = new FrameAnalyser(detector, { name: 'fast', classifier });
  const readFrame = (atMs: number, ...boxes: Box[]) => {
    scene.boxes = boxes;
    return analyser.analyseFrame(drawScene(boxes), atMs, false, wanted);
  };
  return { analyser, scene, classified, classifier, passes, readFrame };
}

test('gives each face its row of probabilities by each prior, from the crop that the manifest asks for', async () => {
  const { analyser, scene, classified, classifier } = makeAnalyser();
  scene.boxes = [box(200), box(20)];
  const picture = drawScene(scene.boxes);
  const { faces, width, height, model } = await analyser.analysePhoto(picture, false, wanted);
  expect({ width, height, model }).toEqual({ width: 320, height: 240, model: 'fast' });
  const { decisions } = classifier.manifest;
  expect(faces).toEqual([
    { id: 0, box: box(20), score: 0.7, probabilities: computeByPrior(HAPPY, decisions) },
    { id: 1, box: box(200), score: 0.7, probabilities: computeByPrior(SAD, decisions) },
  ]);
  const [crops] = classified;
  const secondCrop = cropToGray(picture, cropFace(box(200), classifier.manifest.crop));
  expect(crops?.subarray(INPUT_PIXELS)).toEqual(secondCrop);
});

test('tells, where that is asked for, what the network read, face by face', async () => {
  const { analyser, scene, classified } = makeAnalyser();
  scene.boxes = [box(200), box(20)];
  const picture = drawScene(scene.boxes);
  const ofPhoto = await analyser.analysePhoto(picture, true, wanted);
  const ofFrame = await analyser.analyseFrame(picture, 0, true, wanted);
  expect(ofPhoto.crops).toHaveLength(2 * INPUT_PIXELS);
  expect([ofPhoto.crops, ofFrame.crops]).toEqual(classified);
  expect((await analyser.analysePhoto(picture, false, wanted)).crops).toBeNull();
  expect((await analyser.analyseFrame(picture, 33, false, wanted)).crops).toBeNull();
  scene.boxes = [];
  expect((await analyser.analysePhoto(drawScene([]), true, wanted)).crops).toEqual(new Uint8Array());
});

test('reads with the network that it was last given, by its own rules', async () => {
  const { analyser, readFrame, classifier } = makeAnalyser();
  const { manifest } = classifier;
  const decisions = { everyday: manifest.decisions.acting, acting: manifest.decisions.everyday };
  analyser.useModel({ name: 'accurate', classifier: { ...classifier, manifest: { ...manifest, decisions } } });
  const { faces, model } = await readFrame(0, box(20));
  expect(model).toBe('accurate');
  expect(faces[0]?.probabilities).toEqual(computeByPrior(HAPPY, decisions));
});

test('faces keep their ids while they move, and new ones get new ids', async () => {
  const { analyser, readFrame } = makeAnalyser();
  const readIds = async (atMs: number, ...boxes: Box[]) =>
    (await readFrame(atMs, ...boxes)).faces.map((face) => face.id);
  expect(await readIds(0, box(20), box(220))).toEqual([0, 1]);
  expect(await readIds(33, box(26), box(212))).toEqual([0, 1]);
  expect(await readIds(66, box(30), box(205))).toEqual([0, 1]);
  expect(await readIds(2000, box(205))).toEqual([1]);
  analyser.resetTracking();
  expect(await readIds(4000, box(200))).toEqual([0]);
});

test('crops follow a face that moves, without another pass of the detector', async () => {
  const { readFrame, passes, classified } = makeAnalyser();
  await readFrame(0, box(100));
  const before = passes.length;
  const { faces } = await readFrame(33, box(107, 64));
  expect(passes).toHaveLength(before);
  expect(faces[0]?.box.x).toBeCloseTo(107, 0);
  expect(faces[0]?.box.y).toBeCloseTo(64, 0);
  const [first, second] = classified as [Uint8Array, Uint8Array];
  const difference = first.reduce((sum, gray, i) => sum + Math.abs(gray - (second[i] as number)), 0) / INPUT_PIXELS;
  // The face is the same; what is seen of the wall around it is not.
  expect(difference).toBeLessThan(6);
});

test('a pass that goes along with a classification leaves its probabilities alone, and no tensor behind', async () => {
  const { readFrame, passes, classifier } = makeAnalyser();
  for (let atMs = 0; atMs < 1500; atMs += 30) await readFrame(atMs, box(100));
  const alone = await readFrame(1495, box(100));
  const [before, tensors] = [passes.length, memory().numTensors];
  const together = await readFrame(1500, box(100));
  expect(passes).toHaveLength(before + 1);
  expect(together.faces).toEqual(alone.faces);
  expect(together.faces[0]?.probabilities).toEqual(computeByPrior(HAPPY, classifier.manifest.decisions));
  expect(memory().numTensors).toBe(tensors);
});

test('leaves no classification behind if the pass beside it fails', async () => {
  let fails = false;
  const { readFrame } = makeAnalyser(() => fails && expect.fail('no memory for the pass'));
  for (let atMs = 0; atMs < 1500; atMs += 30) await readFrame(atMs, box(100));
  const tensors = memory().numTensors;
  fails = true;
  await expect(readFrame(1500, box(100))).rejects.toThrow('no memory for the pass');
  expect(memory().numTensors).toBe(tensors);
  fails = false;
  expect((await readFrame(1530, box(100))).faces).toHaveLength(1);
});

test('classifies no faces of a picture that is given up', async () => {
  const giveUp = new AbortController();
  // Nobody waits any more once the last pass, a refinement, is under way.
  const { analyser, scene, classified } = makeAnalyser(({ inputSize }) => inputSize === 224 && giveUp.abort());
  scene.boxes = [box(20)];
  const tensors = memory().numTensors;
  await expect(analyser.analysePhoto(drawScene(scene.boxes), false, giveUp.signal)).rejects.toThrow(DOMException);
  expect(classified).toEqual([]);
  expect(memory().numTensors).toBe(tensors);
});

test('says how it goes over a video, and nothing of that for a photo', async () => {
  const { analyser, readFrame } = makeAnalyser();
  expect((await readFrame(0, box(100))).wholePasses).toEqual({
    wholeSize: expect.any(Number) as number,
    wholeIntervalMs: expect.any(Number) as number,
  });
  expect((await analyser.analysePhoto(drawScene([]), false, wanted)).wholePasses).toBeNull();
});

test('a picture without a face is an answer too', async () => {
  const { readFrame } = makeAnalyser();
  const { faces } = await readFrame(0);
  expect(faces).toEqual([]);
});
