import * as tf from '@tensorflow/tfjs-core';
import { countPlaces } from '../core/count-places.ts';
import type { ShapedMap, SlidingWindow } from './laboratory.ts';

/**
 * Moves a window over a map. What does not fill a window at the right and lower edge is left out.
 *
 * Call it in a `tf.tidy`.
 *
 * @returns null where it fits nowhere
 * @throws RangeError if kernels do not fit the window and the map, or biases the kernels; if a pool could lie in the padding
 */
export function slideWindow({ shape, values }: ShapedMap, window: SlidingWindow): ShapedMap | null {
  const [height, width, channels] = shape;
  const { strideDown, strideAcross, padding } = window;
  const rows = countPlaces(height + 2 * padding, window.height, strideDown);
  const columns = countPlaces(width + 2 * padding, window.width, strideAcross);
  if (rows < 1 || columns < 1) return null;
  // Of a window that lies wholly in the padding there is neither a maximum nor an average.
  if (window.type !== 'conv' && padding >= Math.min(window.height, window.width)) {
    throw new RangeError(`a padding of ${padding} is too much for a window of ${window.height} x ${window.width}`);
  }
  const x = tf.tensor4d(values.slice(), [1, ...shape]);
  const stride: [number, number] = [strideDown, strideAcross];
  const size: [number, number] = [window.height, window.width];
  // Side by side: of a single number tfjs works out both axes by the window's height and its stride down.
  const beside: [number, number] = [padding, padding];
  const around: Parameters<typeof tf.maxPool>[3] = [[0, 0], beside, beside, [0, 0]];
  if (window.type !== 'conv') {
    const pool = window.type === 'max' ? tf.maxPool : tf.avgPool;
    return read(pool(x, size, stride, around, 'floor'));
  }
  const filters = (window.kernels?.length ?? 0) / (window.height * window.width * channels);
  if (!Number.isInteger(filters) || filters < 1) throw new RangeError('the kernels do not fit window and map');
  if (window.biases && window.biases.length !== filters) throw new RangeError('there is not one bias a filter');
  const kernels = tf.tensor4d((window.kernels as Float32Array).slice(), [...size, channels, filters]);
  const sums = tf.conv2d(x, kernels, stride, around, 'NHWC', 1, 'floor');
  return read(window.biases ? tf.add(sums, tf.tensor1d(window.biases.slice())) : sums);
}

function read(output: tf.Tensor4D): ShapedMap {
  const [, ...shape] = output.shape;
  return { shape, values: Float32Array.from(output.dataSync()) };
}
