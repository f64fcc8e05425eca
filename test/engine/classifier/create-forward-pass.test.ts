import { setFlagsFromString } from 'node:v8';
import { randomUniform, tensor4d, tidy, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createForwardPass } from '../../../src/engine/device/create-forward-pass.ts';
import { readResult } from '../../../src/engine/device/pending-result.ts';
import * as kernels from '../../../src/engine/wasm/load-kernels.ts';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';

// Node 20 has it behind this flag; later ones need none.
setFlagsFromString('--experimental-wasm-relaxed-simd');

beforeAll(prepareWasmBackend);
afterEach(() => vi.restoreAllMocks());

const SHAPE: Tensor4D['shape'] = [2, 8, 8, 1];

const makeNetwork = () =>
  sequential({
    layers: [
      layers.conv2d({ filters: 8, kernelSize: 3, padding: 'same', inputShape: [8, 8, 1] }),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 7 }),
    ],
  });

/** The largest difference to what tfjs gives, and whether tfjs gave it. */
async function compare(network: LayersModel) {
  const values = (await randomUniform(SHAPE, -1, 1, 'float32', 1).data()) as Float32Array<ArrayBuffer>;
  const expected = await tidy(() => network.predict(tensor4d(values, SHAPE)) as Tensor2D).data();
  const pending = (await createForwardPass(network))(values, SHAPE);
  const found = await readResult(pending);
  const difference = Math.max(...expected.map((value, i) => Math.abs(value - (found[i] as number))));
  return { difference, isOfTfjs: pending.output !== null };
}

test('on WebAssembly, kernels of ours run a network', async () => {
  const { difference, isOfTfjs } = await compare(makeNetwork());
  expect(difference).toBeLessThan(1e-5);
  expect(isOfTfjs).toBe(false);
});

test.each([
  ['there is no SIMD', () => Promise.resolve(null)],
  ['the kernels do not compile', () => Promise.reject(new WebAssembly.CompileError('out of memory'))],
  ['there is no memory for them', () => Promise.resolve(() => runOutOfMemory())],
])('tfjs takes over where %s', async (_, load) => {
  vi.spyOn(kernels, 'loadKernels').mockImplementation(load);
  const { difference, isOfTfjs } = await compare(makeNetwork());
  expect(difference).toBeLessThan(1e-5);
  expect(isOfTfjs).toBe(true);
});

test('a mistake of ours is no lack of memory', async () => {
  vi.spyOn(kernels, 'loadKernels').mockRejectedValue(new TypeError('not a function'));
  await expect(createForwardPass(makeNetwork())).rejects.toThrow(TypeError);
});

function runOutOfMemory(): never {
  throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
}
