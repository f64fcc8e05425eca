import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { countPlaces } from '../../src/core/count-places.ts';
import { createRandom } from '../../src/core/random.ts';
import type { ShapedMap, SlidingWindow } from '../../src/lab/laboratory.ts';
import { slideWindow } from '../../src/lab/slide-window.ts';
import { tidyAll } from '../../src/tensors/tidy-all.ts';
import { prepareWasmBackend } from '../../training/engines/tfjs/wasm-backend.ts';
import { drawSliding } from './draw-sliding.ts';

beforeAll(prepareWasmBackend);

const slide = (map: ShapedMap, window: SlidingWindow) => tidyAll(() => slideWindow(map, window));

/** What tfjs makes of it in plain JavaScript, by kernels that share nothing with those of WebAssembly. Null: nothing. */
function slideByTfjs({ shape, values }: ShapedMap, window: SlidingWindow): ShapedMap | null {
  const { type, height, width, strideDown, strideAcross, padding, kernels, biases } = window;
  return tidyAll(() => {
    const beside: [number, number] = [padding, padding];
    const around: tf.backend_util.ExplicitPadding = [[0, 0], beside, beside, [0, 0]];
    const size: [number, number] = [height, width];
    const stride: [number, number] = [strideDown, strideAcross];
    const info = tf.backend_util.computePool2DInfo([1, ...shape], size, stride, 1, around, 'floor');
    if (info.outHeight < 1 || info.outWidth < 1) return null;
    const x = tf.tensor3d(values.slice(), [...shape]);
    let output: tf.Tensor3D;
    if (kernels && biases) {
      const kernel = tf.tensor4d(kernels.slice(), [...size, shape[2], biases.length]);
      output = tf.add(tf.conv2d(x, kernel, stride, around, 'NHWC', 1, 'floor'), tf.tensor1d(biases.slice()));
    } else {
      output = (type === 'max' ? tf.maxPool : tf.avgPool)(x, size, stride, around, 'floor');
    }
    return { shape: output.shape, values: Float32Array.from(output.dataSync()) };
  });
}

it('agrees with tfjs in 200 random settings, those in which a window fits nowhere included', async () => {
  const random = createRandom(17);
  const settings = Array.from({ length: 200 }, () => drawSliding(random));
  const actual = settings.map(({ map, window }) => slide(map, window));
  await tf.setBackend('cpu');
  const expected = settings.map(({ map, window }) => slideByTfjs(map, window));
  await tf.setBackend('wasm');
  const seen = { conv: 0, max: 0, average: 0, nowhere: 0 };
  settings.forEach(({ map, window }, setting) => {
    const what = JSON.stringify({ shape: map.shape, ...window });
    const [found, sought] = [actual[setting] ?? null, expected[setting] ?? null];
    const places = [
      countPlaces(map.shape[0] + 2 * window.padding, window.height, window.strideDown),
      countPlaces(map.shape[1] + 2 * window.padding, window.width, window.strideAcross),
    ];
    if (sought === null) {
      expect(found, what).toBeNull();
      expect(Math.min(...places), what).toBe(0);
      seen.nowhere++;
      return;
    }
    expect(found?.shape, what).toEqual(sought.shape);
    expect(places, what).toEqual(sought.shape.slice(0, 2));
    const differences = sought.values.map((value, i) => Math.abs(value - (found?.values[i] ?? NaN)));
    expect(Math.max(...differences), what).toBeLessThan(1e-4);
    seen[window.type]++;
  });
  // Else it would say little of one of them.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
});

describe('the tutorial’s own examples', () => {
  const convolve = (values: readonly number[], kernel: readonly number[], settings: Partial<SlidingWindow> = {}) => {
    const [side, size] = [Math.sqrt(values.length), Math.sqrt(kernel.length)];
    return slide(
      { shape: [side, side, 1], values: Float32Array.from(values) },
      {
        ...{ type: 'conv', height: size, width: size, strideDown: 1, strideAcross: 1, padding: 0 },
        ...{ kernels: Float32Array.from(kernel), ...settings },
      },
    );
  };
  const COUNTING = [0, 1, 2, 3, 4, 5, 6, 7, 8];

  it('5x5 by 3x3', () => {
    const picture = [1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0];
    const result = convolve(picture, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
    expect(result).toEqual({ shape: [3, 3, 1], values: Float32Array.of(4, 3, 4, 2, 4, 3, 2, 3, 4) });
  });

  it('3x3 padded to 5x5: 4x4 come out, and 0 first', () => {
    const result = convolve(COUNTING, [0, 1, 2, 3], { padding: 1 });
    expect(result?.shape).toEqual([4, 4, 1]);
    expect(result?.values).toEqual(Float32Array.of(0, 3, 8, 4, 9, 19, 25, 10, 21, 37, 43, 16, 6, 7, 8, 0));
  });

  it('3 down and 2 across: 0, 8, 6 and 8', () => {
    const result = convolve(COUNTING, [0, 1, 2, 3], { padding: 1, strideDown: 3, strideAcross: 2 });
    expect(result).toEqual({ shape: [2, 2, 1], values: Float32Array.of(0, 8, 6, 8) });
  });
});

it('knows each axis by itself, padding included', () => {
  const map = { shape: [7, 7, 1] as const, values: new Float32Array(49) };
  const kernels = new Float32Array(2 * 5);
  const window = { type: 'conv' as const, height: 2, width: 5, strideDown: 3, strideAcross: 1, padding: 1, kernels };
  expect(slide(map, window)?.shape).toEqual([3, 5, 1]);
  expect(slide(map, { ...window, type: 'max' })?.shape).toEqual([3, 5, 1]);
});

it.each([
  ['kernels', { kernels: Float32Array.of(1, 2, 3) }],
  ['bias', { kernels: Float32Array.of(1, 2, 3, 4), biases: Float32Array.of(1, 2) }],
  ['padding', { type: 'average' as const, padding: 2 }],
])('refuses what does not fit: %s', (words, settings) => {
  const window = { type: 'conv' as const, height: 2, width: 2, strideDown: 1, strideAcross: 1, padding: 0 };
  const map = { shape: [3, 3, 1] as const, values: new Float32Array(9) };
  expect(() => slide(map, { ...window, ...settings })).toThrow(words);
});
