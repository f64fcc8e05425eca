import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { INPUT_PIXELS } from '../../../src/core/preprocess.ts';
import { loadExpressionClassifier } from '../../../src/engine/classifier/expression-classifier.ts';
import { readResult } from '../../../src/engine/device/pending-result.ts';
import { makeModelFiles, MODEL_FOLDER, serveModel, type ServedFiles } from '../model-files.ts';

let files: Awaited<ReturnType<typeof makeModelFiles>>;

beforeAll(async () => {
  await setBackend('cpu');
  files = await makeModelFiles();
});

afterEach(() => vi.unstubAllGlobals());

/** Faces of one gray level each. */
const paintCrops = (levels: number[]) =>
  Uint8Array.from(levels.flatMap((level) => Array<number>(INPUT_PIXELS).fill(level)));

describe('a classifier', () => {
  test('normalises as the manifest says, and runs the network', async () => {
    serveModel(files);
    const classifier = await loadExpressionClassifier(MODEL_FOLDER);
    const found = await readResult(classifier.beginClassify(paintCrops([150])));
    // 150 normalises to 1 everywhere: each logit is the sum of its column of the dense kernel [16, 7].
    const kernel = new Float32Array(files.weights.buffer, 0, 16 * 7);
    const logits = Array.from({ length: 7 }, (_, k) =>
      kernel.filter((_, i) => i % 7 === k).reduce((sum, weight) => sum + weight, 0),
    );
    expect(found).toHaveLength(7);
    logits.forEach((value, k) => expect(found[k]).toBeCloseTo(value, 4));
  });

  test('gives a face the same answer alone and among others, in full and in partly filled batches', async () => {
    serveModel(files);
    const classifier = await loadExpressionClassifier(MODEL_FOLDER);
    const levels = Array.from({ length: 11 }, (_, i) => 20 * i);
    const together = await readResult(classifier.beginClassify(paintCrops(levels)));
    expect(together).toHaveLength(11 * 7);
    for (const [i, level] of levels.entries()) {
      const alone = await readResult(classifier.beginClassify(paintCrops([level])));
      alone.forEach((value, k) => expect(together[i * 7 + k]).toBeCloseTo(value, 5));
    }
  });

  test.each([0, INPUT_PIXELS + 1])('refuses %i bytes, which are no crops', async (length) => {
    serveModel(files);
    const classifier = await loadExpressionClassifier(MODEL_FOLDER);
    expect(() => classifier.beginClassify(new Uint8Array(length))).toThrow(RangeError);
  });

  test('reads the votes’ head of a network with two', async () => {
    const two = await makeModelFiles({ outputs: 14 });
    serveModel(two);
    const classifier = await loadExpressionClassifier(MODEL_FOLDER);
    const found = await readResult(classifier.beginClassify(paintCrops([50, 150])));
    const kernel = new Float32Array(two.weights.buffer, 0, 16 * 14);
    [-1, 1].forEach((value, face) => {
      const logits = Array.from({ length: 7 }, (_, k) =>
        kernel.filter((__, i) => i % 14 === k).reduce((sum, weight) => sum + value * weight, 0),
      );
      logits.forEach((logit, k) => expect(found[face * 7 + k]).toBeCloseTo(logit, 4));
    });
  });

  test('leaves no tensor behind', async () => {
    serveModel(files);
    const classifier = await loadExpressionClassifier(MODEL_FOLDER);
    const before = memory().numTensors;
    await readResult(classifier.beginClassify(paintCrops([0, 100, 200])));
    expect(memory().numTensors).toBe(before);
  });
});

const startPage = () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html; charset=utf-8' } });

describe('a model that is not there', () => {
  test.each(['manifest.json', 'model.json', 'weights.bin'])('%s: the server says 404', async (file) => {
    serveModel(files, { [file]: new Response(null, { status: 404 }) });
    await expect(loadExpressionClassifier(MODEL_FOLDER)).rejects.toMatchObject({
      code: 'model-missing',
      detail: expect.stringContaining(file) as string,
    });
  });

  test.each(['manifest.json', 'model.json', 'weights.bin'])('%s: the server gives its start page', async (file) => {
    serveModel(files, { [file]: startPage() });
    await expect(loadExpressionClassifier(MODEL_FOLDER)).rejects.toMatchObject({ code: 'model-missing' });
  });

  test('no server at all', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(loadExpressionClassifier(MODEL_FOLDER)).rejects.toMatchObject({
      code: 'model-missing',
      detail: expect.stringContaining('Failed to fetch') as string,
    });
  });
});

describe('a model that does not fit', () => {
  const changes: Record<string, () => ServedFiles> = {
    'the manifest is not JSON': () => ({ 'manifest.json': new Response('{') }),
    'the manifest has other classes': () => ({
      'manifest.json': Response.json({ ...files.manifest, labels: files.manifest.labels.toReversed() }),
    }),
    'the weights are others': () => ({ 'weights.bin': new Response(files.weights.map((byte) => byte ^ 1)) }),
    'model.json is not a layers model': () => ({ 'model.json': Response.json({ format: 'graph-model' }) }),
    'the weights are in two files': () => ({
      'model.json': Response.json({
        ...files.modelJson,
        weightsManifest: [{ ...files.modelJson.weightsManifest[0], paths: ['a.bin', 'b.bin'] }],
      }),
    }),
    'model.json names a layer that does not exist': () => ({
      'model.json': new Response(JSON.stringify(files.modelJson).replaceAll('AveragePooling2D', 'Pooling9D')),
    }),
  };

  test.each(Object.keys(changes))('%s', async (name) => {
    serveModel(files, changes[name]?.());
    await expect(loadExpressionClassifier(MODEL_FOLDER)).rejects.toMatchObject({ code: 'model-mismatch' });
  });

  test('the network has eight outputs', async () => {
    serveModel(await makeModelFiles({ outputs: 8 }));
    const { numTensors } = memory();
    await expect(loadExpressionClassifier(MODEL_FOLDER)).rejects.toMatchObject({
      code: 'model-mismatch',
      detail: 'model.json: output is [,8], expected [,7]',
    });
    expect(memory().numTensors).toBe(numTensors);
  });
});
