import * as tf from '@tensorflow/tfjs-core';
import { countPlaces } from '../core/count-places.ts';
import type { ShapedMap, SlidingWindow } from './laboratory.ts';

/**
 * Moves a window over a map. What does not fill a window at the right and lower edge is left out.
 *
 * Call it in a `tf.tidy`.
 *
 * @returns null where it fits nowhere
 * @throws RangeError if kernels do not fit the window and the map
 */
export function slideWindow({ shape, values }: ShapedMap, window: SlidingWindow): ShapedMap | null {
  const [height, width, channels] = shape;
  const { strideDown, strideAcross, padding } = window;
  const rows = countPlaces(height + 2 * padding, window.height, strideDown);
  const columns = countPlaces(width + 2 * padding, window.width, strideAcross);
  if (rows < 1 || columns < 1) return null;
  const x = tf.tensor4d(values.slice(), [1, ...shape]);
  const stride: [number, number] = [strideDown, strideAcross];
  const size: [number, number] = [window.height, window.width];
  if (window.type !== 'conv') {
    const pool = window.type === 'max' ? tf.maxPool : tf.avgPool;
    return read(pool(x, size, stride, padding, 'floor'));
  }
  const filters = (window.kernels?.length ?? 0) / (window.height * window.width * channels);
  if (!Number.isInteger(filters) || filters < 1) throw new RangeError('the kernels do not fit window and map');
  const kernels = tf.tensor4d((window.kernels as Float32Array).slice(), [...size, channels, filters]);
  return read(tf.conv2d(x, kernels, stride, padding, 'NHWC', 1, 'floor'));
}

function read(output: tf.Tensor4D): ShapedMap {
  const [, ...shape] = output.shape;
  return { shape, values: Float32Array.from(output.dataSync()) };
}
