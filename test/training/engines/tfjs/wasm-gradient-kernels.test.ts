import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareWasmBackend } from '../../../../training/engines/tfjs/wasm-backend.ts';

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

  it.each([
    { size: [7, 8], kernel: [3, 3], strides: [2, 2], pad: 'same' },
    { size: [7, 8], kernel: [3, 3], strides: [2, 2], pad: 'valid' },
    { size: [7, 8], kernel: [2, 3], strides: [3, 1], pad: 'valid' },
    { size: [6, 9], kernel: [1, 1], strides: [2, 2], pad: 'same' },
    { size: [9, 6], kernel: [3, 2], strides: [3, 4], pad: 'valid' },
    { size: [8, 8], kernel: [5, 5], strides: [3, 3], pad: 1 },
  ] as const)(
    'agree with the cpu backend at a kernel of $kernel, strides $strides, $pad',
    async ({ size, kernel, strides, pad }) => {
      const run = async (backend: string) => {
        await tf.setBackend(backend);
        return tf.tidy(() => {
          const x = tf.tensor4d(fill(35 * size[0] * size[1] * 2, 0), [35, ...size, 2]);
          const filter = tf.tensor4d(fill(kernel[0] * kernel[1] * 6, 1), [...kernel, 2, 3]);
          const loss = (...[image, weights]: tf.Tensor[]) => {
            const rounding = typeof pad === 'number' ? 'floor' : undefined;
            const z = tf.conv2d(image as tf.Tensor4D, weights as tf.Tensor4D, [...strides], pad, 'NHWC', 1, rounding);
            return tf.mean(tf.tanh(z));
          };
          return tf
            .grads(loss)([x, filter])
            .map((gradient) => gradient.dataSync() as Float32Array);
        });
      };
      const [expected, actual] = [await run('cpu'), await run('wasm')];
      for (const [k, gradient] of actual.entries()) {
        expect(compare(gradient, expected[k] as Float32Array)).toBeLessThan(1e-4);
      }
    },
  );

  it.each([
    { size: 2, strides: 2, pad: 'valid' },
    { size: 3, strides: 2, pad: 'same' },
    { size: 3, strides: 1, pad: 'valid' },
  ] as const)('let max pooling learn below 0: squares of $size, strides $strides', async ({ size, strides, pad }) => {
    const run = async (backend: string) => {
      await tf.setBackend(backend);
      return tf.tidy(() => {
        const x = tf.sub(tf.tensor4d(fill(2 * 7 * 8 * 3, 0), [2, 7, 8, 3]), 2);
        const loss = (image: tf.Tensor) => tf.mean(tf.tanh(tf.maxPool(image as tf.Tensor4D, size, strides, pad)));
        return tf.grad(loss)(x).dataSync() as Float32Array;
      });
    };
    const expected = await run('cpu');
    expect(compare(await run('wasm'), expected)).toBeLessThan(1e-5);
  });
});
