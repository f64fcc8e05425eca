import { setFlagsFromString } from 'node:v8';
import '@tensorflow/tfjs-backend-cpu';
import { randomUniform, setBackend, tensor4d, tidy, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import relaxedSimd from 'virtual:wasm-kernels/relaxed-simd';
import simd from 'virtual:wasm-kernels/simd';
import { LEAK, listSeparable, runDetector, type DetectorParams } from '../../../src/engine/detector-network.ts';
import { createWasmDetector, type DetectorWeights } from '../../../src/engine/wasm/create-wasm-detector.ts';
import { compileKernels } from '../../../src/engine/wasm/load-kernels.ts';

// Node 20 has it behind this flag; later ones need none.
setFlagsFromString('--experimental-wasm-relaxed-simd');

beforeAll(() => setBackend('cpu'));

let seed = 0;
const draw = (shape: number[]) => randomUniform(shape, -0.5, 0.5, 'float32', ++seed);
const drawDense = (size: number, channels: number, filters: number) => ({
  filters: draw([size, size, channels, filters]) as Tensor4D,
  bias: draw([filters]) as Tensor1D,
});
const drawSeparable = (channels: number, filters: number) => ({
  depthwise_filter: draw([3, 3, channels, 1]) as Tensor4D,
  pointwise_filter: draw([1, 1, channels, filters]) as Tensor4D,
  bias: draw([filters]) as Tensor1D,
});

/** Smaller than the real one, with other channels in each layer. */
const drawParams = (): DetectorParams => ({
  conv0: drawDense(3, 3, 8),
  conv1: drawSeparable(8, 24),
  conv2: drawSeparable(24, 16),
  conv3: drawSeparable(16, 40),
  conv4: drawSeparable(40, 8),
  conv5: drawSeparable(8, 32),
  conv8: drawDense(1, 32, 25),
});

const readWeights = (params: DetectorParams): DetectorWeights => {
  const readDense = ({ filters, bias }: DetectorParams['conv0']) => ({
    filters: filters.dataSync<'float32'>(),
    bias: bias.dataSync<'float32'>(),
  });
  return {
    first: readDense(params.conv0),
    separable: listSeparable(params).map(({ depthwise_filter, pointwise_filter, bias }) => ({
      depthwise: depthwise_filter.dataSync<'float32'>(),
      pointwise: pointwise_filter.dataSync<'float32'>(),
      bias: bias.dataSync<'float32'>(),
    })),
    last: readDense(params.conv8),
    slope: LEAK,
  };
};

describe.each([
  ['simd', simd],
  ['relaxed SIMD', relaxedSimd],
])('built with %s', (_, bytes) => {
  // Of 32, maps are a single pixel in the end; of 96 they have odd sides on the way; 224 fills tiles and blocks.
  test.each([32, 96, 224])('the detector computes pictures of %i pixels as tfjs does, each by itself', async (size) => {
    const params = drawParams();
    const run = createWasmDetector(readWeights(params), size, (await compileKernels(bytes))());
    const values = (await draw([2, size, size, 3]).data()) as Float32Array;
    const expected = await tidy(() => runDetector(params, tensor4d(values, [2, size, size, 3]))).data();
    const picture = values.length / 2;
    const [both, second] = [run(values, 2), run(values.subarray(picture), 1)];
    expect(both).toHaveLength(expected.length);
    const largest = Math.max(...expected.map(Math.abs));
    const worst = Math.max(...expected.map((value, i) => Math.abs(value - (both[i] as number)))) / largest;
    expect(worst).toBeLessThan(1e-5);
    // What other pictures leave in memory is not seen.
    expect(second).toEqual(both.slice(both.length / 2));
  });
});
