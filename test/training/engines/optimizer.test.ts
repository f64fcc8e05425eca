import { describe, expect, it } from 'vitest';
import { computeLearningRate, applyGradients, createOptimizerState } from '../../../training/engines/optimizer.ts';
import { type OptimizerConfig } from '../../../training/recipe/optimizer-config.ts';
import type { WeightSlot } from '../../../src/core/weight-layout.ts';

const createSlot = (offset: number, size: number, trainable: boolean, decays: boolean): WeightSlot => ({
  layer: `layer${offset}`,
  role: trainable ? (decays ? 'kernel' : 'bias') : 'mean',
  shape: [size],
  offset,
  size,
  trainable,
  decays,
  fanIn: 0,
});
const SGD: OptimizerConfig = {
  rule: { type: 'sgd', momentum: 0 },
  weightDecay: 0,
  clipNorm: null,
  averageDecay: 0,
};
const ADAM: OptimizerConfig = { ...SGD, rule: { type: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } };
const ONE_WEIGHT = [createSlot(0, 1, true, false)];

describe('SGD', () => {
  it('averages the workers and moves against the gradient', () => {
    const weights = Float32Array.of(1, 2);
    const slots = [createSlot(0, 2, true, false)];
    const gradients = [Float32Array.of(1, 0), Float32Array.of(3, 4)] as const;
    applyGradients(weights, gradients, slots, createOptimizerState(weights), 0.5, SGD);
    expect([...weights]).toEqual([0, 1]);
  });

  it('follows Nesterov momentum', () => {
    const weights = Float32Array.of(0);
    const state = createOptimizerState(weights);
    const config: OptimizerConfig = { ...SGD, rule: { type: 'sgd', momentum: 0.5 } };
    applyGradients(weights, [Float32Array.of(1)], ONE_WEIGHT, state, 1, config);
    expect(weights[0]).toBe(-1.5); // v = 1, step = 1 + 0.5 * 1
    applyGradients(weights, [Float32Array.of(1)], ONE_WEIGHT, state, 1, config);
    expect(weights[0]).toBe(-3.25); // v = 1.5, step = 1 + 0.5 * 1.5
  });

  it('decays filters only, and with them the velocity', () => {
    const weights = Float32Array.of(1, 1);
    const slots = [createSlot(0, 1, true, true), createSlot(1, 1, true, false)];
    const state = createOptimizerState(weights);
    applyGradients(weights, [Float32Array.of(0, 0)], slots, state, 1, { ...SGD, weightDecay: 0.25 });
    expect([...weights]).toEqual([0.75, 1]);
    expect([...state.first]).toEqual([0.25, 0]);
  });
});

describe('Adam', () => {
  it('gives the numbers that its paper does by hand', () => {
    const weights = Float32Array.of(1);
    const state = createOptimizerState(weights);
    applyGradients(weights, [Float32Array.of(0.5)], ONE_WEIGHT, state, 0.1, ADAM);
    // m = 0.05, v = 0.00025; corrected 0.5 and 0.25: a first step is as long as the learning rate.
    expect(state.first[0]).toBeCloseTo(0.05, 7);
    expect(state.second[0]).toBeCloseTo(0.00025, 9);
    expect(weights[0]).toBeCloseTo(0.9, 6);
    applyGradients(weights, [Float32Array.of(-1)], ONE_WEIGHT, state, 0.1, ADAM);
    // m = 0.9 * 0.05 - 0.1 = -0.055, corrected by 0.19: -0.289474
    // v = 0.999 * 0.00025 + 0.001 = 0.00124975, corrected by 0.001999: 0.625188, its root 0.790688
    expect(state.first[0]).toBeCloseTo(-0.055, 7);
    expect(state.second[0]).toBeCloseTo(0.00124975, 9);
    expect(weights[0]).toBeCloseTo(0.9 + (0.1 * 0.289474) / 0.790688, 5);
  });

  it('decays weights apart from the gradient (AdamW)', () => {
    const weights = Float32Array.of(1, 1);
    const slots = [createSlot(0, 1, true, true), createSlot(1, 1, true, false)];
    const state = createOptimizerState(weights);
    applyGradients(weights, [Float32Array.of(0, 0)], slots, state, 0.5, { ...ADAM, weightDecay: 0.5 });
    expect([...weights]).toEqual([0.75, 1]); // 1 - 0.5 * 0.5
    expect([...state.first, ...state.second]).toEqual([0, 0, 0, 0]);
  });
});

describe('applyGradients', () => {
  it('shortens a gradient that is too long as a whole, without counting running statistics', () => {
    const weights = Float32Array.of(0, 0, 0);
    const slots = [createSlot(0, 1, true, false), createSlot(1, 1, true, false), createSlot(2, 1, false, false)];
    const step = (gradient: Float32Array, clipNorm: number) => {
      weights.fill(0);
      applyGradients(weights, [gradient], slots, createOptimizerState(weights), 1, { ...SGD, clipNorm });
      return [...weights];
    };
    expect(step(Float32Array.of(6, 8, 1000), 5)).toEqual([-3, -4, 1000]);
    expect(step(Float32Array.of(3, 4, 1000), 6)).toEqual([-3, -4, 1000]);
  });

  it('takes running statistics as they are reported, whatever the learning rate', () => {
    const weights = Float32Array.of(5);
    const slots = [createSlot(0, 1, false, false)];
    const reported = [Float32Array.of(1), Float32Array.of(2)] as const;
    applyGradients(weights, reported, slots, createOptimizerState(weights), 100, SGD);
    expect(weights[0]).toBe(1.5);
  });

  it('averages the weights over the steps', () => {
    const weights = Float32Array.of(0);
    const state = createOptimizerState(weights);
    for (let step = 0; step < 200; step++) {
      applyGradients(weights, [Float32Array.of(0)], ONE_WEIGHT, state, 1, { ...SGD, averageDecay: 0.999 });
      weights[0] = 8;
    }
    expect(state.average[0]).toBeGreaterThan(7);
    expect(state.average[0]).toBeLessThan(8);
    expect(state.steps).toBe(200);
  });

  it('keeps the share of the average that is asked for, once it is old enough', () => {
    const weights = Float32Array.of(1);
    const state = { ...createOptimizerState(Float32Array.of(3)), steps: 1000 };
    applyGradients(weights, [Float32Array.of(0)], ONE_WEIGHT, state, 1, { ...SGD, averageDecay: 0.75 });
    expect(state.average[0]).toBe(2.5);
  });
});

describe('computeLearningRate', () => {
  it('rises linearly, then falls along a cosine to nearly zero', () => {
    const rates = Array.from({ length: 100 }, (_, step) => computeLearningRate(step, 100, 10, 0.2));
    expect(rates[0]).toBeCloseTo(0.02);
    expect(rates[9]).toBeCloseTo(0.2);
    expect(rates[55]).toBeCloseTo(0.1);
    expect(rates[99]).toBeLessThan(0.001);
    expect(Math.max(...rates)).toBeLessThanOrEqual(0.2);
  });
});
