import { setFlagsFromString } from 'node:v8';
import '@tensorflow/tfjs-backend-cpu';
import { randomUniform, setBackend, tensor4d, tidy, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import relaxedSimd from 'virtual:wasm-kernels/relaxed-simd';
import simd from 'virtual:wasm-kernels/simd';
import type { SquareCrop } from '../../../src/core/face-crop.ts';
import { viewRgba, type Picture } from '../../../src/core/picture.ts';
import {
  LEAK,
  listSeparable,
  runDetector,
  type DetectorParams,
} from '../../../src/engine/detector/detector-network.ts';
import { sampleSquare } from '../../../src/engine/pixels/sample-square.ts';
import { createWasmDetector, type DetectorWeights } from '../../../src/engine/wasm/create-wasm-detector.ts';
import { compileKernels } from '../../../src/engine/wasm/load-kernels.ts';
import { drawWaves } from '../../core/draw-waves.ts';

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

/** What tfjs makes of a region. */
async function runOnTfjs(params: DetectorParams, picture: Picture, square: SquareCrop, size: number) {
  const values = new Float32Array(size * size * 3);
  sampleSquare(picture, square, size, values);
  return tidy(() => runDetector(params, tensor4d(values, [1, size, size, 3]))).data();
}

describe.each([
  ['simd', simd],
  ['relaxed SIMD', relaxedSimd],
])('built with %s', (_, bytes) => {
  // Of 32, maps are a single pixel in the end; of 96 they have odd sides on the way; 224 fills tiles and blocks.
  test.each([32, 96, 224])(
    'the detector computes regions at %i pixels as tfjs does, one after the other',
    async (size) => {
      const params = drawParams();
      const look = createWasmDetector(readWeights(params), size, (await compileKernels(bytes))());
      const picture = viewRgba(drawWaves(190, 140));
      for (const square of [
        { x: 0, y: 0, side: 190 },
        { x: 60.5, y: -30, side: 81.25 },
      ]) {
        const [expected, found] = [await runOnTfjs(params, picture, square, size), look(picture, square)];
        expect(found).toHaveLength(expected.length);
        const largest = Math.max(...expected.map(Math.abs));
        const worst = Math.max(...expected.map((value, i) => Math.abs(value - (found[i] as number)))) / largest;
        expect(worst).toBeLessThan(1e-5);
      }
    },
  );
});
