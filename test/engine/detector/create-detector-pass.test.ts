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
import { readResult } from '../../../src/engine/device/pending-result.ts';
import * as kernels from '../../../src/engine/wasm/load-kernels.ts';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';

// Node 20 has it behind this flag; later ones need none.
setFlagsFromString('--experimental-wasm-relaxed-simd');

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
  onTfjs = await readResult((await createDetectorPass(params))(picture, squares, 224));
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
  const look = await createDetectorPass(params);
  const before = memory().numTensors;
  const pending = look(picture, squares, 224);
  expect(pending.output).toBeNull();
  // Logits, and logarithms of sizes: of about 1.
  expect(compare(await readResult(pending))).toBeLessThan(1e-3);
  expect(memory().numTensors).toBe(before);
});

describe('tfjs takes over', () => {
  const outOfMemory = () => {
    throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
  };

  test.each([
    ['there is no SIMD', () => Promise.resolve(null)],
    ['the kernels do not compile', () => Promise.reject(new WebAssembly.CompileError('out of memory'))],
    ['there is no memory for them', () => Promise.resolve(outOfMemory)],
  ])('where %s', async (_, load) => {
    vi.spyOn(kernels, 'loadKernels').mockImplementation(load);
    const pending = (await createDetectorPass(params))(picture, squares, 224);
    expect(pending.output).not.toBeNull();
    expect(compare(await readResult(pending))).toBeLessThan(1e-3);
  });

  test('where there is no memory for the picture, for that picture alone', async () => {
    const { loadKernels } = kernels;
    vi.spyOn(kernels, 'loadKernels').mockImplementation(async () => {
      const start = await loadKernels();
      return () => {
        const started = start?.() as kernels.WasmKernels;
        const draw = vi
          .fn((...numbers: [number, number, number]) => started.mixRows(...numbers))
          .mockImplementationOnce(outOfMemory);
        return { ...started, mixRows: draw };
      };
    });
    const look = await createDetectorPass(params);
    for (const isOwn of [false, true]) {
      const pending = look(picture, squares, 224);
      expect(pending.output === null).toBe(isOwn);
      expect(compare(await readResult(pending))).toBeLessThan(1e-3);
    }
  });

  test('but a mistake of ours is no lack of memory', async () => {
    vi.spyOn(kernels, 'loadKernels').mockRejectedValue(new TypeError('not a function'));
    await expect(createDetectorPass(params)).rejects.toThrow(TypeError);
  });
});
