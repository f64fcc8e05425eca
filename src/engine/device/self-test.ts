import {
  conv2d,
  depthwiseConv2d,
  matMul,
  maxPool,
  mean,
  mul,
  relu,
  reshape,
  softmax,
  tensor,
  tidy,
  type Rank,
  type ShapeMap,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { KernelsError } from '../link/kernels-error.ts';

/** How far a backend may be off: half-precision GPUs err by about 1e-3 here, broken ones by far more. */
const TOLERANCE = 0.01;

/** What the small network below gives, computed by tfjs's plain JavaScript backend: seven probabilities. */
const SELF_TEST_EXPECTED: readonly number[] = [0.20822, 0.09788, 0.08041, 0.13247, 0.13883, 0.24186, 0.10033];

/**
 * Runs a small network with known weights on the current tfjs backend, with the operations that detector and
 * classifier are made of. Some combinations of browser, driver and backend start well and compute nonsense.
 *
 * @throws KernelsError 'miscomputed', which says what came out instead
 */
export async function testCurrentBackend(): Promise<void> {
  const output = tidy(runKnownNetwork);
  try {
    // Not dataSync: on Firefox's WebGPU it is wrong where data is right, and only data is used by this program.
    const values = await output.data();
    const worst = Math.max(...SELF_TEST_EXPECTED.map((expected, i) => Math.abs(expected - (values[i] ?? NaN))));
    if (!(worst <= TOLERANCE)) {
      const shown = Array.from(values, (value) => value.toFixed(3)).join(', ');
      throw new KernelsError('miscomputed', `the self-test gave ${shown}`);
    }
  } finally {
    output.dispose();
  }
}

/** Depthwise and dense convolution, pooling, matrix product, softmax: [1, 7] probabilities. */
function runKnownNetwork(): Tensor2D {
  const picture = makeKnownTensor<Rank.R4>([1, 12, 12, 8]);
  const depthwise = depthwiseConv2d(picture, makeKnownTensor<Rank.R4>([3, 3, 8, 1]), 1, 'same');
  const dense = relu(conv2d(depthwise, makeKnownTensor<Rank.R4>([3, 3, 8, 16]), 1, 'same'));
  const pooled = maxPool(dense, 2, 2, 'same');
  const features = reshape<Rank.R2>(mean(pooled, [1, 2]), [1, 16]);
  return softmax(mul<Tensor2D>(matMul(features, makeKnownTensor<Rank.R2>([16, 7])), 2));
}

/** Values of -0.5 to 0.5 that look random and are the same everywhere. */
function makeKnownTensor<R extends Rank>(shape: ShapeMap[R]): Tensor<R> {
  const size = shape.reduce((product, side) => product * side, 1);
  const values = Float32Array.from({ length: size }, (_, i) => ((i * 7919 + 104729) % 1009) / 1009 - 0.5);
  return tensor<R>(values, shape);
}
