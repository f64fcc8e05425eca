import type { NetworkDescription } from '../../../core/network-description.ts';
import { createRandom, drawUniform } from '../../../core/random.ts';
import type { LaboratoryClient } from '../../../lab/lab-client.ts';
import { makeConvolution } from '../windows/make-window.ts';

const TAPS = 9;

/** One place of a 3 x 3 kernel: nine weights, a sum (and a bias, which has nothing to learn here). */
const ONE_PLACE: NetworkDescription = {
  name: 'one-place',
  input: [3, 3, 1],
  layers: [
    { type: 'flatten', name: 'patch' },
    { type: 'dense', name: 'kernel', units: 1 },
  ],
};

/** Random patches that are learnt from, and how: the squares of their numbers average to about 1. */
const PATCHES = 200;
const LARGEST_GRAY = 1.7;
const LEARNING_RATE = 2;
const STEPS_AT_ONCE = 6;
const ROUNDS = 12;

/** A kernel on its way. */
export interface LearntKernel {
  /** Nine weights, row by row. */
  readonly weights: readonly number[];
  readonly steps: number;
}

/** A kernel turned by 180°: what convolution lays on a picture, and cross-correlation does not. */
export function turnKernel(kernel: readonly number[]): readonly number[] {
  return kernel.toReversed();
}

/**
 * Lets a kernel learn, from random numbers on, what true convolution with another kernel answers to 200 random patches: by
 * gradient descent on a network that cross-correlates, as all networks of this page do.
 *
 * @param kernel nine weights, not all 0
 * @param onProgress told of the kernel that it begins with, and of it after each round; what it returns is waited for
 * @returns the last one
 */
export async function learnKernel(
  lab: LaboratoryClient,
  kernel: readonly number[],
  onProgress: (learnt: LearntKernel) => Promise<void>,
): Promise<LearntKernel> {
  const random = createRandom(1);
  // Sums near 0 are where a sigmoid tells them apart best: the kernel is learnt in a unit of its own.
  const unit = Math.sqrt(kernel.reduce((sum, weight) => sum + weight * weight, 0)) || 1;
  const inputs = Float32Array.from({ length: PATCHES * TAPS }, () => drawUniform(random, -LARGEST_GRAY, LARGEST_GRAY));
  const teacher = makeConvolution(turnKernel(kernel).map((weight) => weight / unit));
  // The patches lie below each other, and the window stops once at each of them.
  const patches = { shape: [3 * PATCHES, 3, 1], values: inputs } as const;
  const answers = await lab.ask((far) => far.slide(patches, { ...teacher, strideDown: 3 }));
  const targets = Float32Array.from(answers?.values ?? [], (answer) => 1 / (1 + Math.exp(-answer)));

  let weights = Float32Array.from({ length: TAPS + 1 }, (_, i) => (i < TAPS ? drawUniform(random, -1, 1) : 0));
  const show = (steps: number): LearntKernel => ({
    weights: Array.from(weights.subarray(0, TAPS), (w) => w * unit),
    steps,
  });
  await onProgress(show(0));
  for (let round = 1; round <= ROUNDS; round++) {
    const plan = { loss: 'cross-entropy', learningRate: LEARNING_RATE, steps: STEPS_AT_ONCE, batch: 'all' } as const;
    ({ weights } = await lab.ask((far) => far.train(ONE_PLACE, weights, { inputs, targets }, plan)));
    await onProgress(show(round * STEPS_AT_ONCE));
  }
  return show(ROUNDS * STEPS_AT_ONCE);
}
