import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Box } from '../../src/core/box.ts';
import { computeByPrior } from '../../src/core/decision-rule.ts';
import { cropFace } from '../../src/core/face-crop.ts';
import { parseManifest } from '../../src/core/model-manifest.ts';
import { viewRgba } from '../../src/core/picture.ts';
import { cropToGray, INPUT_PIXELS } from '../../src/core/preprocess.ts';
import { FrameAnalyser } from '../../src/engine/analyse-frame.ts';
import type { ExpressionClassifier } from '../../src/engine/expression-classifier.ts';
import type { FaceDetector } from '../../src/engine/face-detector.ts';
import { makeManifest } from './model-files.ts';

beforeAll(() => setBackend('cpu'));

const picture = viewRgba({
  data: Uint8Array.from({ length: 320 * 240 * 4 }, (_, i) => (i * 31) % 251),
  width: 320,
  height: 240,
});

const box = (x: number, y = 60): Box => ({ x, y, width: 80, height: 70 });

/** Logits. */
const HAPPY = [0, 0, 0, 4, 0, 0, 0];
const SAD = [0, 0, 0, 0, 3, 2, 0];

/** An analyser of faces that the test moves about; its logits say happy of the first face and sad of the others. */
function makeAnalyser() {
  const scene = { boxes: [] as Box[] };
  const classified: Uint8Array[] = [];
  const detector: FaceDetector = {
    detectFaces: (_image, { squares }) =>
      Promise.resolve(
        squares.map((square) =>
          scene.boxes
            .filter(({ x, width }) => x >= square.x && x + width <= square.x + square.side)
            .map((seen) => ({ box: seen, score: 0.7 })),
        ),
      ),
  };
  const classifier: ExpressionClassifier = {
    manifest: parseManifest(makeManifest(new Uint8Array())),
    classify(crops) {
      classified.push(crops);
      const rows = Array.from({ length: crops.length / INPUT_PIXELS }, (_, i) => (i === 0 ? HAPPY : SAD));
      return Promise.resolve(Float32Array.from(rows.flat()));
    },
  };
  return { analyser: new FrameAnalyser(detector, { name: 'fast', classifier }), scene, classified, classifier };
}

test('gives each face its row of probabilities by each prior, from the crop that the manifest asks for', async () => {
  const { analyser, scene, classified, classifier } = makeAnalyser();
  scene.boxes = [box(200), box(20)];
  const { faces, width, height, model } = await analyser.analysePhoto(picture, 0);
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

test('reads with the network that it was last given, by its own rules', async () => {
  const { analyser, scene, classifier } = makeAnalyser();
  scene.boxes = [box(20)];
  const { manifest } = classifier;
  const decisions = { everyday: manifest.decisions.acting, acting: manifest.decisions.everyday };
  analyser.useModel({ name: 'accurate', classifier: { ...classifier, manifest: { ...manifest, decisions } } });
  const { faces, model } = await analyser.analyseFrame(picture, 0);
  expect(model).toBe('accurate');
  expect(faces[0]?.probabilities).toEqual(computeByPrior(HAPPY, decisions));
});

test('faces keep their ids while they move, and new ones get new ids', async () => {
  const { analyser, scene } = makeAnalyser();
  const readIds = async (...boxes: Box[]) => {
    scene.boxes = boxes;
    return (await analyser.analyseFrame(picture, 0)).faces.map((face) => face.id);
  };
  expect(await readIds(box(20), box(220))).toEqual([0, 1]);
  expect(await readIds(box(30), box(205))).toEqual([0, 1]);
  expect(await readIds(box(200))).toEqual([1]);
  expect(await readIds(box(20), box(200))).toEqual([2, 1]);
  analyser.resetTracking();
  expect(await readIds(box(200))).toEqual([0]);
});

test('a picture without a face is an answer too', async () => {
  const { analyser } = makeAnalyser();
  const { faces, timings } = await analyser.analyseFrame(picture, performance.now());
  expect(faces).toEqual([]);
  expect(timings.totalMs).toBeCloseTo(timings.detectMs + timings.classifyMs, 6);
});
