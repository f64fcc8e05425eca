import { setFlagsFromString } from 'node:v8';
import '@tensorflow/tfjs-backend-cpu';
import { memory, randomUniform, setBackend, tensor4d, tidy, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createForwardPass, runOnTensors } from '../../../src/engine/device/create-forward-pass.ts';
import { KernelsError } from '../../../src/engine/link/kernels-error.ts';
import { readResult } from '../../../src/engine/device/pending-result.ts';
import * as kernels from '../../../src/engine/wasm/load-kernels.ts';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';

// Node 20 has it behind this flag; later ones need none.
setFlagsFromString('--experimental-wasm-relaxed-simd');

beforeEach(prepareWasmBackend);
afterEach(() => vi.restoreAllMocks());

const SHAPE: Tensor4D['shape'] = [2, 8, 8, 1];

const RIGHT = () => Promise.resolve(0);

const makeNetwork = (activation: 'linear' | 'tanh' = 'linear') =>
  sequential({
    layers: [
      layers.conv2d({ filters: 8, kernelSize: 3, padding: 'same', inputShape: [8, 8, 1], activation }),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 7 }),
    ],
  });

/** Whose kernels run a network, the largest difference to what tfjs gives, and whether tfjs gave it. */
async function compare(network: LayersModel, measure = RIGHT) {
  const values = (await randomUniform(SHAPE, -1, 1, 'float32', 1).data()) as Float32Array<ArrayBuffer>;
  const expected = await tidy(() => network.predict(tensor4d(values, SHAPE)) as Tensor2D).data();
  const chosen = await createForwardPass(network, measure);
  const pending = chosen.run(values, SHAPE);
  const found = await readResult(pending);
  const difference = Math.max(...expected.map((value, i) => Math.abs(value - (found[i] as number))));
  return { kernels: chosen.kernels, difference, isOfTfjs: pending.output !== null };
}

test('on WebAssembly, kernels of ours run a network, whose tensors go', async () => {
  const network = makeNetwork();
  const { numTensors } = memory();
  const { kernels, difference, isOfTfjs } = await compare(network);
  expect(kernels).toEqual({ name: 'mien-relaxed-simd' });
  expect(difference).toBeLessThan(1e-5);
  expect(isOfTfjs).toBe(false);
  expect(memory().numTensors).toBeLessThan(numTensors);
});

describe('tfjs takes over, and it is known why', () => {
  test.each([
    ['no-simd', () => Promise.reject(new KernelsError('no-simd'))],
    ['not-compiled', () => Promise.reject(new KernelsError('not-compiled', 'no room'))],
    ['no-memory', () => Promise.resolve({ name: 'mien-simd', start: runOutOfMemory } as const)],
  ])('%s', async (reason, load) => {
    vi.spyOn(kernels, 'loadKernels').mockImplementation(load);
    const { kernels: chosen, difference, isOfTfjs } = await compare(makeNetwork());
    expect(chosen).toMatchObject({ name: 'tfjs', reason });
    expect(difference).toBeLessThan(1e-5);
    expect(isOfTfjs).toBe(true);
  });

  test.each([0.02, Infinity, NaN])('miscomputed: off by %d', async (deviation) => {
    const { kernels, difference, isOfTfjs } = await compare(makeNetwork(), () => Promise.resolve(deviation));
    expect(kernels).toMatchObject({
      name: 'tfjs',
      reason: 'miscomputed',
      detail: expect.stringMatching(/^off by/) as string,
    });
    expect(difference).toBeLessThan(1e-5);
    expect(isOfTfjs).toBe(true);
  });

  test('unknown-layer', async () => {
    const { kernels, isOfTfjs } = await compare(makeNetwork('tanh'));
    expect(kernels).toEqual({ name: 'tfjs', reason: 'unknown-layer', detail: null });
    expect(isOfTfjs).toBe(true);
  });

  test('none-here', async () => {
    await setBackend('cpu');
    expect((await compare(makeNetwork())).kernels).toEqual({ name: 'tfjs', reason: 'none-here', detail: null });
  });
});

describe('a mistake of ours is no lack of memory', () => {
  test.each([new TypeError('not a function'), new RangeError('offset is out of bounds')])('%s', async (error) => {
    vi.spyOn(kernels, 'loadKernels').mockRejectedValue(error);
    const { numTensors } = memory();
    await expect(createForwardPass(makeNetwork(), RIGHT)).rejects.toBe(error);
    expect(memory().numTensors).toBe(numTensors);
  });

  test('in the kernels', async () => {
    const error = new RangeError('offset is out of bounds');
    await expect(createForwardPass(makeNetwork(), () => Promise.reject(error))).rejects.toBe(error);
  });
});

function runOutOfMemory(): never {
  throw new KernelsError('no-memory', 'WebAssembly.Memory.grow(): Maximum memory size exceeded');
}

test('what was uploaded for a pass that fails is freed', () => {
  const pass = runOnTensors(() => expect.fail('out of memory'));
  const before = memory().numTensors;
  expect(() => pass(new Float32Array(128), SHAPE)).toThrow('out of memory');
  expect(memory().numTensors).toBe(before);
});
