import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { memory } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { MODEL_NAMES } from '../../src/core/model-names.ts';
import { chooseBackend, type StartedBackend } from '../../src/engine/device/backend.ts';
import { loadModel } from '../../src/engine/classifier/load-model.ts';
import { warmUpModel } from '../../src/engine/warm-up.ts';
import * as kernels from '../../src/engine/wasm/load-kernels.ts';
import { prepareWasmBackend } from '../../training/engines/tfjs/wasm-backend.ts';

// Node 20 has it behind this flag; later ones need none.
setFlagsFromString('--experimental-wasm-relaxed-simd');

const { loadKernels } = kernels;

beforeAll(prepareWasmBackend);
afterEach(() => vi.restoreAllMocks());

/** The networks that ship. */
async function serveShipped(path: string): Promise<Response> {
  const body = Uint8Array.from(await readFile(`public/${path}`));
  return new Response(body, { headers: { 'content-type': 'application/octet-stream' } });
}

/** The same with a manifest that says something else of one output of a golden face. */
async function serveAltered(path: string): Promise<Response> {
  const response = await serveShipped(path);
  if (!path.endsWith('manifest.json')) return response;
  const manifest = (await response.json()) as { golden: { logits: number[][] } };
  const last = manifest.golden.logits.at(-1) as number[];
  last.push((last.pop() as number) + 0.1);
  return Response.json(manifest);
}

const warmUp = async (name: (typeof MODEL_NAMES)[number], serve: typeof serveShipped) =>
  warmUpModel(await loadModel('', name, serve));

describe.each(MODEL_NAMES)('%s, as it ships', (name) => {
  test('reads its golden faces by kernels of ours as it did at export', async () => {
    const { deviation, classifier } = await warmUp(name, serveShipped);
    expect(classifier.kernels).toEqual({ name: 'mien-relaxed-simd' });
    expect(deviation).toBeLessThan(1e-4);
  });

  test('is left to tfjs where our kernels compute something else', async () => {
    vi.spyOn(kernels, 'loadKernels').mockImplementation(async () => {
      const { name: build, start } = await loadKernels();
      return {
        name: build,
        start() {
          const started = start();
          // Of several faces the last one is left out.
          return { ...started, multiplyMean: (step, faces) => started.multiplyMean(step, Math.max(1, faces - 1)) };
        },
      };
    });
    const { deviation, classifier } = await warmUp(name, serveShipped);
    expect(classifier.kernels).toMatchObject({ name: 'tfjs', reason: 'miscomputed' });
    expect(deviation).toBeLessThan(1e-4);
  });
});

test('a backend that computes a network wrongly is refused, with how far it is off, and the next one is tried', async () => {
  const discard = vi.fn();
  const backend: StartedBackend = { adapter: null, takeFault: () => null, lost: new Promise(() => undefined), discard };
  const start = () => Promise.resolve(backend);
  const serve = vi.fn(serveShipped);
  serve.mockImplementationOnce(serveAltered);
  const { choice, ready } = await chooseBackend(
    { webgpu: start, webgl: start, wasm: start },
    { forced: null, avoid: [] },
    () => warmUp('fast', serve),
  );
  expect(choice).toMatchObject({
    name: 'webgl',
    rejected: [
      { name: 'webgpu', reason: expect.stringMatching(/^off by 0\.0\d+ of the largest/) as string, miscomputes: true },
    ],
  });
  expect(discard).toHaveBeenCalledOnce();
  expect(ready.deviation).toBeLessThan(1e-4);
});

describe('a network that is not put to use leaves no tensor behind', () => {
  test.each(MODEL_NAMES)('%s, which is refused', async (name) => {
    const { numTensors } = memory();
    await expect(warmUp(name, serveAltered)).rejects.toMatchObject({ code: 'miscomputed' });
    expect(memory().numTensors).toBe(numTensors);
  });

  test('one that cannot be measured', async () => {
    const { numTensors } = memory();
    const loaded = await loadModel('', 'fast', serveAltered);
    expect(memory().numTensors).toBeGreaterThan(numTensors);
    const error = new Error('the driver refuses a shader');
    const classifier = { ...loaded.classifier, measureDeviation: () => Promise.reject(error) };
    await expect(warmUpModel({ ...loaded, classifier })).rejects.toBe(error);
    expect(memory().numTensors).toBe(numTensors);
  });

  test('one whose weights are in the kernels, and gone from tfjs', async () => {
    const { numTensors } = memory();
    const { classifier } = await warmUp('fast', serveShipped);
    expect(classifier.kernels).toEqual({ name: 'mien-relaxed-simd' });
    classifier.dispose();
    expect(memory().numTensors).toBe(numTensors);
  });
});
