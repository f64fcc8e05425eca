import '@tensorflow/tfjs-backend-cpu';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { io, memory, setBackend, tensor3d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { TinyFaceDetector, type TNetInput } from '@vladmandic/face-api/dist/face-api.esm-nobundle.js';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { decodeFaces } from '../../../src/engine/detector/decode-faces.ts';
import { foldNormalisation, runDetector, type DetectorParams } from '../../../src/engine/detector/detector-network.ts';
import { suppressNonMaxima } from '../../../src/engine/detector/non-maximum-suppression.ts';

const PACKAGE = join(import.meta.dirname, '../../../node_modules/@vladmandic/face-api');
const SIZE = 224;
/** Low, for many faces. */
const MIN_SCORE = 0.1;

let network: TinyFaceDetector;

beforeAll(async () => {
  await setBackend('cpu');
  const read = (file: string) => readFile(join(PACKAGE, 'model', file));
  const manifest = await read('tiny_face_detector_model-weights_manifest.json');
  const [{ weights }] = JSON.parse(manifest.toString()) as [{ weights: io.WeightsManifestEntry[] }];
  const bytes = Uint8Array.from(await read('tiny_face_detector_model.bin'));
  network = new TinyFaceDetector();
  network.loadFromWeightMap(io.decodeWeights(bytes.buffer, weights) as never);
});

/** A demo picture of the package, R, G, B. */
async function readPicture(): Promise<Float32Array> {
  const picture = sharp(join(PACKAGE, 'demo/sample6.jpg')).resize(SIZE, SIZE, { fit: 'fill' }).removeAlpha();
  return Float32Array.from(await picture.raw().toBuffer());
}

test('finds what face-api’s own detector finds, in each picture of a batch, and leaves no tensor behind', async () => {
  const picture = await readPicture();
  const input = tensor3d(picture, [SIZE, SIZE, 3]) as unknown as TNetInput;
  const expected = await network.locateFaces(input, { inputSize: SIZE, scoreThreshold: MIN_SCORE });
  expect(expected.length).toBeGreaterThan(2);

  const params = await foldNormalisation(network.params as unknown as DetectorParams);
  const before = memory().numTensors;
  const batch = new Float32Array(2 * picture.length);
  batch.set(picture, picture.length); // the first one is black
  const output = tidy(() => runDetector(params, tensor4d(batch, [2, SIZE, SIZE, 3])));
  const values = await output.data<'float32'>();
  output.dispose();
  expect(memory().numTensors).toBe(before);

  const read = (i: number) =>
    suppressNonMaxima(
      decodeFaces(values.subarray((i * values.length) / 2, ((i + 1) * values.length) / 2), SIZE / 32, MIN_SCORE),
    );
  expect(read(0)).toEqual([]);
  const found = read(1);
  expect(found).toHaveLength(expected.length);
  expected
    .toSorted((a, b) => b.score - a.score)
    .forEach(({ box, score }, i) => {
      expect(found[i]?.score).toBeCloseTo(score, 4);
      for (const side of ['x', 'y', 'width', 'height'] as const) expect(found[i]?.box[side]).toBeCloseTo(box[side], 1);
    });
});
