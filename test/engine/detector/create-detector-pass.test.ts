import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import '@tensorflow/tfjs-backend-cpu';
import { io, memory, setBackend } from '@tensorflow/tfjs-core';
import { TinyFaceDetector } from '@vladmandic/face-api/dist/face-api.esm-nobundle.js';
import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { viewRgba, type Picture } from '../../../src/core/picture.ts';
import { createDetectorPass } from '../../../src/engine/detector/create-detector-pass.ts';
import type { DetectorParams } from '../../../src/engine/detector/detector-network.ts';
import { KernelsError } from '../../../src/engine/link/kernels-error.ts';
import { readResult } from '../../../src/engine/device/pending-result.ts';
import * as kernels from '../../../src/engine/wasm/load-kernels.ts';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';

// Node 20 has it behind this flag; later ones need none.
setFlagsFromString('--experimental-wasm-relaxed-simd');

const { loadKernels } = kernels;

const PACKAGE = join(import.meta.dirname, '../../../node_modules/@vladmandic/face-api');

/** The whole, and a part that reaches past an edge. */
const squares = [
  { x: 0, y: 0, side: 640 },
  { x: 300.5, y: -40, side: 200 },
];

let params: DetectorParams;
let picture: Picture;
let onTfjs: readonly Float32Array[];

beforeAll(async () => {
  await prepareWasmBackend();
  const read = (file: string) => readFile(join(PACKAGE, 'model', file));
  const manifest = await read('tiny_face_detector_model-weights_manifest.json');
  const [{ weights }] = JSON.parse(manifest.toString()) as [{ weights: io.WeightsManifestEntry[] }];
  const network = new TinyFaceDetector();
  network.loadFromWeightMap(
    io.decodeWeights(Uint8Array.from(await read('tiny_face_detector_model.bin')).buffer, weights) as never,
  );
  params = network.params as unknown as DetectorParams;
  const pixels = sharp(join(PACKAGE, 'demo/sample6.jpg')).resize(640, 480, { fit: 'fill' }).ensureAlpha();
  picture = viewRgba({ data: Uint8Array.from(await pixels.raw().toBuffer()), width: 640, height: 480 });
  await setBackend('cpu');
  onTfjs = await readResult((await createDetectorPass(params)).run(picture, squares, 224));
  await setBackend('wasm');
});

afterEach(() => vi.restoreAllMocks());

/** The largest difference to what tfjs gives. */
function compare(found: readonly Float32Array[]): number {
  expect(found.map(({ length }) => length)).toEqual([7 * 7 * 25, 7 * 7 * 25]);
  return Math.max(
    ...found.flatMap((one, i) => [...one.map((value, k) => Math.abs(value - (onTfjs[i]?.[k] as number)))]),
  );
}

test('on WebAssembly, kernels of ours give what tfjs gives, and no tensor', async () => {
  const { run, kernels: chosen } = await createDetectorPass(params);
  expect(chosen).toEqual({ name: 'mien-relaxed-simd' });
  const before = memory().numTensors;
  const pending = run(picture, squares, 224);
  expect(pending.output).toBeNull();
  // Logits, and logarithms of sizes: of about 1.
  expect(compare(await readResult(pending))).toBeLessThan(1e-3);
  expect(memory().numTensors).toBe(before);
});

test('on other backends there are none of ours', async () => {
  await setBackend('cpu');
  expect((await createDetectorPass(params)).kernels).toEqual({ name: 'tfjs', reason: 'none-here', detail: null });
  await setBackend('wasm');
});

/** Kernels as they are loaded, but for changes to what is started. */
async function loadChanged(change: (started: kernels.WasmKernels) => Partial<kernels.WasmKernels>) {
  const { name, start } = await loadKernels();
  const startChanged = () => {
    const started = start();
    return { ...started, ...change(started) };
  };
  return { name, start: startChanged };
}

describe('tfjs takes over, and it is known why', () => {
  const outOfMemory = () => {
    throw new KernelsError('no-memory', 'WebAssembly.Memory.grow(): Maximum memory size exceeded');
  };

  test.each<[string, () => Promise<kernels.LoadedKernels>]>([
    ['no-simd', () => Promise.reject(new KernelsError('no-simd'))],
    ['not-compiled', () => Promise.reject(new KernelsError('not-compiled', 'no room'))],
    ['no-memory', () => Promise.resolve({ name: 'mien-simd', start: outOfMemory })],
    ['miscomputed', () => loadChanged(() => ({ slideMaxima: () => undefined }))],
    ['miscomputed', () => loadChanged(() => ({ mixRows: () => undefined }))],
  ])('%s', async (reason, load) => {
    vi.spyOn(kernels, 'loadKernels').mockImplementation(load);
    const { run, kernels: chosen } = await createDetectorPass(params);
    expect(chosen).toMatchObject({ name: 'tfjs', reason });
    const pending = run(picture, squares, 224);
    expect(pending.output).not.toBeNull();
    expect(compare(await readResult(pending))).toBeLessThan(1e-3);
  });

  test('where there is no memory for the picture, for that picture alone', async () => {
    const pass = await createDetectorPass(params);
    const small = viewRgba({ data: new Uint8Array(4), width: 1, height: 1 });
    await readResult(pass.run(small, [{ x: 0, y: 0, side: 1 }], 224));
    expect(pass.kernels).toEqual({ name: 'mien-relaxed-simd' });
    // It is in its place; what is missing is room for what a larger picture is drawn from.
    vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementationOnce(() => {
      throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
    });
    for (const isOwn of [false, true]) {
      const pending = pass.run(picture, squares, 224);
      expect(pending.output === null).toBe(isOwn);
      expect(compare(await readResult(pending))).toBeLessThan(1e-3);
    }
    expect(pass.kernels).toMatchObject({ name: 'tfjs', reason: 'no-memory' });
  });
});

describe('a mistake of ours is no lack of memory', () => {
  const mistake = new RangeError('offset is out of bounds');
  const makeMistake = () => {
    throw mistake;
  };

  test('while the kernels load', async () => {
    vi.spyOn(kernels, 'loadKernels').mockRejectedValue(mistake);
    await expect(createDetectorPass(params)).rejects.toBe(mistake);
  });

  test('while they run', async () => {
    vi.spyOn(kernels, 'loadKernels').mockImplementation(() => loadChanged(() => ({ convolve: makeMistake })));
    await expect(createDetectorPass(params)).rejects.toBe(mistake);
  });
});
