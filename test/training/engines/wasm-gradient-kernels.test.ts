import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareWasmBackend } from '../../../training/engines/wasm-backend.ts';

/** Values in -1..1 that repeat on every run. */
function fill(count: number, phase: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(phase + i * 1.7));
}

/** Largest difference over largest value. */
function compare(actual: Float32Array, expected: Float32Array): number {
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...actual.map((value, i) => Math.abs(value - (expected[i] as number)))) / largest;
}

/** Convolution and batch norm over more images than one chunk of the filter gradient takes. */
function normalise(filter: tf.Tensor4D, x: tf.Tensor4D, scale: tf.Tensor1D, offset: tf.Tensor1D): tf.Tensor4D {
  const z = tf.conv2d(x, filter, 1, 'same');
  const { mean, variance } = tf.moments(z, [0, 1, 2]);
  return tf.batchNorm(z, mean as tf.Tensor1D, variance as tf.Tensor1D, offset, scale, 1e-3);
}

function computeLoss(...inputs: Parameters<typeof normalise>): tf.Scalar {
  const pooled = tf.maxPool(tf.relu(normalise(...inputs)), 2, 2, 'valid');
  return tf.mean(tf.square(tf.sub(pooled, 0.3)));
}

/** Without the kinks of ReLU and max pooling, across which a finite difference is no gradient. */
function computeSmoothLoss(...inputs: Parameters<typeof normalise>): tf.Scalar {
  return tf.mean(tf.square(tf.sub(tf.tanh(normalise(...inputs)), 0.3)));
}

async function computeGradients(backend: string, loss = computeLoss): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const x = tf.tensor4d(fill(40 * 6 * 6 * 2, 0), [40, 6, 6, 2]);
    const filter = tf.tensor4d(fill(3 * 3 * 2 * 4, 1), [3, 3, 2, 4]);
    const gradients = tf.grads(loss as (...inputs: tf.Tensor[]) => tf.Tensor);
    return gradients([filter, x, tf.tensor1d(fill(4, 2)), tf.tensor1d(fill(4, 3))]).map(
      (gradient) => gradient.dataSync() as Float32Array,
    );
  });
}

describe('gradient kernels of the wasm backend', () => {
  beforeAll(prepareWasmBackend);

  it('agree with the cpu backend for filter, input, scale and offset', async () => {
    const [expected, actual] = [await computeGradients('cpu'), await computeGradients('wasm')];
    for (const [k, gradient] of actual.entries()) {
      expect(compare(gradient, expected[k] as Float32Array)).toBeLessThan(1e-4);
    }
  });

  it('agree with finite differences of the loss', async () => {
    const [filterGradient] = await computeGradients('wasm', computeSmoothLoss);
    const values = fill(3 * 3 * 2 * 4, 1);
    const lossAt = (index: number, change: number) =>
      tf.tidy(() => {
        const moved = values.slice();
        moved[index] = (moved[index] as number) + change;
        const x = tf.tensor4d(fill(40 * 6 * 6 * 2, 0), [40, 6, 6, 2]);
        const [scale, offset] = [tf.tensor1d(fill(4, 2)), tf.tensor1d(fill(4, 3))];
        return computeSmoothLoss(tf.tensor4d(moved, [3, 3, 2, 4]), x, scale, offset).dataSync()[0] as number;
      });
    const differences = Float32Array.from(values, (_, i) => (lossAt(i, 1e-2) - lossAt(i, -1e-2)) / 2e-2);
    expect(compare(filterGradient as Float32Array, differences)).toBeLessThan(1e-3);
  });

  it('keep the number of tensors', async () => {
    await computeGradients('wasm');
    const before = tf.memory().numTensors;
    await computeGradients('wasm');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuse a stride that they do not know', async () => {
    await tf.setBackend('wasm');
    const gradient = tf.grad((x: tf.Tensor) => tf.sum(tf.conv2d(x as tf.Tensor4D, tf.ones([3, 3, 1, 1]), 2, 'same')));
    expect(() => gradient(tf.ones([1, 6, 6, 1]))).toThrow(/stride 1/);
  });
});
