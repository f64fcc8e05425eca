import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { countVisits } from '../../../../src/app/inside/windows/count-visits.ts';
import { makeConvolution } from '../../../../src/app/inside/windows/make-window.ts';
import { createRandom } from '../../../../src/core/random.ts';
import { prepareWasmBackend } from '../../../../training/engines/tfjs/wasm-backend.ts';
import { drawSliding } from '../../../lab/draw-sliding.ts';

beforeAll(prepareWasmBackend);

it('counts what the sum of all places of a kernel of ones has as its gradient', () => {
  const random = createRandom(6);
  for (let setting = 0; setting < 60; setting++) {
    const { map, window } = drawSliding(random);
    const { height, width, strideDown, strideAcross, padding } = window;
    const [rows, columns] = map.shape;
    const visits = countVisits(rows, columns, window);
    if (rows + 2 * padding < height || columns + 2 * padding < width) {
      expect(visits).toEqual(new Array(rows * columns).fill(0));
      continue;
    }
    const gradient = tf.tidy(() => {
      const ones = tf.ones<tf.Rank.R4>([height, width, 1, 1]);
      const add = (x: tf.Tensor) => {
        const beside: [number, number] = [padding, padding];
        const padded = tf.pad4d(x as tf.Tensor4D, [[0, 0], beside, beside, [0, 0]]);
        return tf.sum(tf.conv2d(padded, ones, [strideDown, strideAcross], 'valid'));
      };
      return Array.from(
        tf
          .grad(add)(tf.zeros([1, rows, columns, 1]))
          .dataSync(),
      );
    });
    expect(visits).toEqual(gradient);
  }
});

it('finds that the corner counts least without padding, and all alike with enough', () => {
  const kernel = [0, 1, 2, 3];
  expect(countVisits(3, 3, makeConvolution(kernel))).toEqual([1, 2, 1, 2, 4, 2, 1, 2, 1]);
  expect(countVisits(3, 3, makeConvolution(kernel, { padding: 1 }))).toEqual(new Array(9).fill(4));
});

it('finds what no window reaches: the second row in the tutorial’s figure', () => {
  const window = makeConvolution([0, 1, 2, 3], { padding: 1, strideDown: 3, strideAcross: 2 });
  expect(countVisits(3, 3, window)).toEqual([1, 1, 1, 0, 0, 0, 1, 1, 1]);
});
