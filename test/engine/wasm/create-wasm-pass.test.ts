import { setFlagsFromString } from 'node:v8';
import '@tensorflow/tfjs-backend-cpu';
import { memory, randomUniform, setBackend, tensor4d, tidy, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { input, layers, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import relaxedSimd from 'virtual:wasm-kernels/relaxed-simd';
import simd from 'virtual:wasm-kernels/simd';
import { planKernels, type PlannedKernel } from '../../../src/engine/kernels/plan-kernels.ts';
import { createWasmPass } from '../../../src/engine/wasm/create-wasm-pass.ts';
import { compileKernels } from '../../../src/engine/wasm/load-kernels.ts';

// Node 20 has it behind this flag; later ones need none.
setFlagsFromString('--experimental-wasm-relaxed-simd');

beforeAll(() => setBackend('cpu'));

type Build = (image: SymbolicTensor) => SymbolicTensor;

const apply = (layer: { apply: (inputs: SymbolicTensor) => unknown }, map: SymbolicTensor) =>
  layer.apply(map) as SymbolicTensor;
const convolve = (filters: number, kernelSize = 3, activation?: 'relu') =>
  layers.conv2d({ filters, kernelSize, padding: 'same', activation: activation ?? 'linear' });
const relu = (map: SymbolicTensor) => apply(layers.activation({ activation: 'relu' }), map);
const pool = (map: SymbolicTensor) => apply(layers.maxPooling2d({ poolSize: 2, strides: 2 }), map);

/** A convolution whose map is added to another one's. */
const addMaps: Build = (image) => {
  const first = apply(convolve(12, 3, 'relu'), image);
  return layers.add().apply([apply(convolve(12), first), first]) as SymbolicTensor;
};

const cases: [name: string, shape: [number, number, number], build: Build][] = [
  ['a gray image', [48, 48, 1], (image) => apply(convolve(16), image)],
  ['a coloured image of odd sides, pooled', [7, 9, 3], (image) => pool(apply(convolve(8), image))],
  ['one pixel', [1, 1, 4], (image) => apply(convolve(8), image)],
  ['tiles of 2x2', [6, 6, 16], (image) => relu(apply(convolve(24), image))],
  ['tiles of 2x2 that reach past the end', [5, 5, 8], (image) => apply(convolve(8, 3, 'relu'), image)],
  ['tiles of 2x2, pooled, a last row left out', [5, 5, 8], (image) => pool(relu(apply(convolve(8), image)))],
  ['tiles of 4x4', [12, 12, 16], (image) => relu(apply(convolve(24), image))],
  ['tiles of 4x4 that reach past the end', [7, 11, 8], (image) => apply(convolve(8, 3, 'relu'), image)],
  ['tiles of 4x4, pooled, a last column left out', [12, 15, 8], (image) => pool(apply(convolve(8), image))],
  ['more tiles than are computed at once', [64, 48, 64], (image) => pool(relu(apply(convolve(8), image)))],
  ['filters that do not fill their panel', [8, 8, 12], (image) => apply(convolve(20), apply(convolve(12), image))],
  ['filters of 1x1', [5, 6, 8], (image) => apply(convolve(8, 1), image)],
  [
    'filters of 5x5 behind a map that others read',
    [9, 9, 4],
    (image) => apply(convolve(8, 5), apply(convolve(12), image)),
  ],
  ['a sum', [8, 8, 4], addMaps],
  ['a sum, rectified and pooled', [8, 8, 4], (image) => pool(relu(addMaps(image)))],
  ['a sum of odd sides on tiles of 2x2, pooled', [5, 6, 1], (image) => pool(addMaps(image))],
];

/** With weights, biases included, that differ from each other. */
function makeNetwork(shape: [number, number, number], build: Build): LayersModel {
  const image = input({ shape });
  const mean = apply(layers.globalAveragePooling2d({}), build(image));
  const network = model({ inputs: image, outputs: apply(layers.dense({ units: 14 }), mean) });
  network.setWeights(network.getWeights().map((weights, i) => randomUniform(weights.shape, -1, 1, 'float32', i + 1)));
  return network;
}

/** The largest difference to what tfjs gives, in parts of the largest output. */
async function compare(network: LayersModel, run: ReturnType<typeof createWasmPass>, faces: number): Promise<number> {
  const shape = [faces, ...(network.inputs[0]?.shape.slice(1) as [number, number, number])] as const;
  const values: Tensor = randomUniform([...shape], -1, 1, 'float32', faces);
  const image = (await values.data()) as Float32Array<ArrayBuffer>;
  const expected = await tidy(() => network.predict(tensor4d(image, [...shape])) as Tensor2D).data();
  const found = run(image, faces);
  expect(found).toHaveLength(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - (found[i] as number)))) / largest;
}

describe.each([
  ['simd', simd],
  ['relaxed SIMD', relaxedSimd],
])('built with %s, the kernels compute as tfjs does', (_, bytes) => {
  test.each(cases)('%s', async (__, shape, build) => {
    const network = makeNetwork(shape, build);
    const planned = planKernels(network) as readonly PlannedKernel[];
    const run = createWasmPass(planned, (await compileKernels(bytes))());
    // The largest batch first: what it leaves in memory must not be seen by the others.
    for (const faces of [16, 1, 3]) expect(await compare(network, run, faces), `${faces} faces`).toBeLessThan(1e-5);
  });
});

test('a network’s weights may go once it is placed', async () => {
  const network = makeNetwork([8, 8, 4], addMaps);
  const run = createWasmPass(planKernels(network) as readonly PlannedKernel[], (await compileKernels(simd))());
  const before = run(new Float32Array(8 * 8 * 4).fill(1), 1);
  const { numTensors } = memory();
  network.dispose();
  expect(memory().numTensors).toBeLessThan(numTensors);
  expect(run(new Float32Array(8 * 8 * 4).fill(1), 1)).toEqual(before);
});
