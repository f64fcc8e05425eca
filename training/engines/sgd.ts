import type { WeightSlot } from '../models/weight-layout.ts';

/** Settings of one optimizer step. */
export interface SgdConfig {
  /** Nesterov momentum, 0..1. */
  readonly momentum: number;
  /** L2 penalty on filters and matrices. */
  readonly weightDecay: number;
  /** How much of the running average of the weights is kept a step, 0..1. */
  readonly averageDecay: number;
}

/** What the optimizer remembers between steps; all of it goes into a checkpoint. */
export interface SgdState {
  readonly velocity: Float32Array;
  /** Exponential moving average of the weights (EMA): the network that is validated and exported. */
  readonly average: Float32Array;
  steps: number;
}

/** State before the first step: the average begins as the weights themselves. */
export function createSgdState(weights: Float32Array): SgdState {
  return { velocity: new Float32Array(weights.length), average: Float32Array.from(weights), steps: 0 };
}

/**
 * One step of SGD with Nesterov momentum (Sutskever et al. 2013) in place, then of the weights' moving average.
 * Running statistics of batch norm are no gradients: each worker reports its new values, and their mean is taken.
 *
 * @param gradients one flat vector a worker, as long as the weights: gradients for trainable slots, new values else
 */
export function applyGradients(
  weights: Float32Array,
  gradients: readonly Float32Array[],
  slots: readonly WeightSlot[],
  state: SgdState,
  learningRate: number,
  config: SgdConfig,
): void {
  const share = 1 / gradients.length;
  const { velocity, average } = state;
  for (const slot of slots) {
    const decay = slot.decays ? config.weightDecay : 0;
    for (let i = slot.offset; i < slot.offset + slot.size; i++) {
      let mean = 0;
      for (const gradient of gradients) mean += gradient[i] as number;
      mean *= share;
      if (!slot.trainable) {
        weights[i] = mean;
        continue;
      }
      const gradient = mean + decay * (weights[i] as number);
      const speed = config.momentum * (velocity[i] as number) + gradient;
      velocity[i] = speed;
      weights[i] = (weights[i] as number) - learningRate * (gradient + config.momentum * speed);
    }
  }
  state.steps++;
  // Early on a short memory, so that the average does not drag the random start along.
  const keep = Math.min(config.averageDecay, state.steps / (state.steps + 10));
  for (let i = 0; i < average.length; i++) {
    average[i] = keep * (average[i] as number) + (1 - keep) * (weights[i] as number);
  }
}
