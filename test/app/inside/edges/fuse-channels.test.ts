import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { fuseChannels } from '../../../../src/app/inside/edges/fuse-channels.ts';
import { prepareWasmBackend } from '../../../../training/engines/tfjs/wasm-backend.ts';

beforeAll(prepareWasmBackend);

it('takes the length that tfjs takes', () => {
  const values = Float32Array.from({ length: 4 * 5 * 2 }, (_, i) => 9 * Math.sin(i));
  const expected = tf.tidy(() => tf.norm(tf.tensor3d(values.slice(), [4, 5, 2]), 'euclidean', -1).dataSync());
  const { shape, values: lengths } = fuseChannels({ shape: [4, 5, 2], values });
  expect(shape).toEqual([4, 5, 1]);
  lengths.forEach((length, i) => expect(length).toBeCloseTo(expected[i] as number, 4));
});
