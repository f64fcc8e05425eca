import type { AdamRule, OptimizerConfig, SgdRule } from '../recipe/optimizer-config.ts';
import type { WeightSlot } from '../../src/core/weight-layout.ts';

/** What the optimizer remembers between steps; all of it goes into a checkpoint. */
export interface OptimizerState {
  /** SGD: velocity. Adam: running mean of the gradient. */
  readonly first: Float32Array;
  /** Adam: running mean of the squared gradient. SGD leaves it at 0. */
  readonly second: Float32Array;
  /** Exponential moving average of the weights (EMA): the network that is validated and exported. */
  readonly average: Float32Array;
  steps: number;
}

/** State before the first step: the average begins as the weights themselves. */
export function createOptimizerState(weights: Float32Array): OptimizerState {
  const { length } = weights;
  return {
    first: new Float32Array(length),
    second: new Float32Array(length),
    average: Float32Array.from(weights),
    steps: 0,
  };
}

/**
 * One step in place, then of the weights' moving average. Running statistics of batch norm are no gradients: each
 * worker reports its new values, and their mean is taken.
 *
 * @param gradients one flat vector a worker, as long as the weights: gradients for trainable slots, new values else;
 * the first one is overwritten with their mean
 */
export function applyGradients(
  weights: Float32Array,
  gradients: readonly [Float32Array, ...Float32Array[]],
  slots: readonly WeightSlot[],
  state: OptimizerState,
  learningRate: number,
  config: OptimizerConfig,
): void {
  state.steps++;
  const [mean] = gradients;
  averageInto(mean, gradients);
  const scale = config.clipNorm === null ? 1 : Math.min(1, config.clipNorm / measureNorm(mean, slots));
  for (const slot of slots) {
    if (!slot.trainable) {
      weights.set(mean.subarray(slot.offset, slot.offset + slot.size), slot.offset);
    } else if (config.rule.type === 'sgd') {
      stepSgd(weights, mean, slot, state, learningRate, scale, slot.decays ? config.weightDecay : 0, config.rule);
    } else {
      stepAdam(weights, mean, slot, state, learningRate, scale, slot.decays ? config.weightDecay : 0, config.rule);
    }
  }
  // Early on a short memory, so that the average does not drag the random start along.
  const keep = Math.min(config.averageDecay, state.steps / (state.steps + 10));
  const { average } = state;
  for (let i = 0; i < average.length; i++) {
    average[i] = keep * (average[i] as number) + (1 - keep) * (weights[i] as number);
  }
}

function averageInto(mean: Float32Array, vectors: readonly Float32Array[]): void {
  if (vectors.length === 1) return;
  const share = 1 / vectors.length;
  for (let i = 0; i < mean.length; i++) {
    let sum = 0;
    for (const vector of vectors) sum += vector[i] as number;
    mean[i] = sum * share;
  }
}

function measureNorm(gradient: Float32Array, slots: readonly WeightSlot[]): number {
  let sum = 0;
  for (const { trainable, offset, size } of slots) {
    if (!trainable) continue;
    for (let i = offset; i < offset + size; i++) sum += (gradient[i] as number) ** 2;
  }
  return Math.sqrt(sum);
}

function stepSgd(
  weights: Float32Array,
  mean: Float32Array,
  { offset, size }: WeightSlot,
  { first: velocity }: OptimizerState,
  learningRate: number,
  scale: number,
  weightDecay: number,
  { momentum }: SgdRule,
): void {
  for (let i = offset; i < offset + size; i++) {
    const gradient = scale * (mean[i] as number) + weightDecay * (weights[i] as number);
    const speed = momentum * (velocity[i] as number) + gradient;
    velocity[i] = speed;
    weights[i] = (weights[i] as number) - learningRate * (gradient + momentum * speed);
  }
}

function stepAdam(
  weights: Float32Array,
  mean: Float32Array,
  { offset, size }: WeightSlot,
  { first, second, steps }: OptimizerState,
  learningRate: number,
  scale: number,
  weightDecay: number,
  { beta1, beta2, epsilon }: AdamRule,
): void {
  const correction1 = 1 - beta1 ** steps;
  const correction2 = 1 - beta2 ** steps;
  for (let i = offset; i < offset + size; i++) {
    const gradient = scale * (mean[i] as number);
    const m = beta1 * (first[i] as number) + (1 - beta1) * gradient;
    const v = beta2 * (second[i] as number) + (1 - beta2) * gradient * gradient;
    first[i] = m;
    second[i] = v;
    const direction = m / correction1 / (Math.sqrt(v / correction2) + epsilon);
    weights[i] = (weights[i] as number) - learningRate * (direction + weightDecay * (weights[i] as number));
  }
}

/**
 * Learning rate of a step: a linear warm-up over `warmupSteps`, then half a cosine down to 0 (Loshchilov and Hutter
 * 2017).
 *
 * @param step 0 .. totalSteps - 1
 */
export function computeLearningRate(step: number, totalSteps: number, warmupSteps: number, peak: number): number {
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  const progress = (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
  return peak * 0.5 * (1 + Math.cos(Math.PI * progress));
}
