import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { CHANNEL_EXAMPLE, makeChannelExample } from '../../../../src/app/inside/convolution/channel-example.ts';
import { slideWindow } from '../../../../src/lab/slide-window.ts';
import { tidyAll } from '../../../../src/tensors/tidy-all.ts';
import { prepareWasmBackend } from '../../../../training/engines/tfjs/wasm-backend.ts';

beforeAll(prepareWasmBackend);

it.each([1, 2, 3].flatMap((channels) => [1, 2, 3].map((filters) => [channels, filters] as const)))(
  '%d channels and %d filters give what their kernels give one by one, with the bias',
  (channels, filters) => {
    const { map, window } = makeChannelExample(channels, filters);
    const output = tidyAll(() => slideWindow(map, window));
    expect(output?.shape).toEqual([2, 2, filters]);
    for (let filter = 0; filter < filters; filter++) {
      const sums = Array.from({ length: 4 }, (_, place) => output?.values[place * filters + filter]);
      const expected = new Array<number>(4).fill(CHANNEL_EXAMPLE.biases[filter] as number);
      for (let channel = 0; channel < channels; channel++) {
        const alone = tf.tidy(() => {
          const picture = tf.tensor3d(CHANNEL_EXAMPLE.maps[channel] as readonly number[] as number[], [4, 4, 1]);
          const kernel = CHANNEL_EXAMPLE.filters[filter]?.[channel] as readonly number[] as number[];
          return tf.conv2d(picture, tf.tensor4d(kernel, [3, 3, 1, 1]), 1, 'valid').dataSync();
        });
        alone.forEach((value, place) => (expected[place] = (expected[place] as number) + value));
      }
      expect(sums).toEqual(expected);
    }
  },
);
