import { describe, expect, it } from 'vitest';
import { computeLearningRate } from '../../../training/engines/learning-rate.ts';
import { applyGradients, createSgdState } from '../../../training/engines/sgd.ts';
import type { WeightSlot } from '../../../training/models/weight-layout.ts';

const slot = (offset: number, size: number, trainable: boolean, decays: boolean): WeightSlot => ({
  name: `slot${offset}`,
  shape: [size],
  offset,
  size,
  trainable,
  decays,
});
const PLAIN = { momentum: 0, weightDecay: 0, averageDecay: 0 };

describe('applyGradients', () => {
  it('averages the workers and moves against the gradient', () => {
    const weights = Float32Array.of(1, 2);
    const gradients = [Float32Array.of(1, 0), Float32Array.of(3, 4)];
    applyGradients(weights, gradients, [slot(0, 2, true, false)], createSgdState(weights), 0.5, PLAIN);
    expect([...weights]).toEqual([0, 1]);
  });

  it('follows Nesterov momentum', () => {
    const weights = Float32Array.of(0);
    const state = createSgdState(weights);
    const config = { ...PLAIN, momentum: 0.5 };
    const slots = [slot(0, 1, true, false)];
    applyGradients(weights, [Float32Array.of(1)], slots, state, 1, config);
    expect(weights[0]).toBe(-1.5); // v = 1, step = 1 + 0.5 * 1
    applyGradients(weights, [Float32Array.of(1)], slots, state, 1, config);
    expect(weights[0]).toBe(-3.25); // v = 1.5, step = 1 + 0.5 * 1.5
  });

  it('decays filters only', () => {
    const weights = Float32Array.of(1, 1);
    const slots = [slot(0, 1, true, true), slot(1, 1, true, false)];
    applyGradients(weights, [Float32Array.of(0, 0)], slots, createSgdState(weights), 1, {
      ...PLAIN,
      weightDecay: 0.25,
    });
    expect([...weights]).toEqual([0.75, 1]);
  });

  it('takes running statistics as they are reported, whatever the learning rate', () => {
    const weights = Float32Array.of(5);
    const reported = [Float32Array.of(1), Float32Array.of(2)];
    applyGradients(weights, reported, [slot(0, 1, false, false)], createSgdState(weights), 100, PLAIN);
    expect(weights[0]).toBe(1.5);
  });

  it('averages the weights over the steps', () => {
    const weights = Float32Array.of(0);
    const state = createSgdState(weights);
    const config = { ...PLAIN, averageDecay: 0.999 };
    for (let step = 0; step < 200; step++) {
      applyGradients(weights, [Float32Array.of(0)], [slot(0, 1, true, false)], state, 1, config);
      weights[0] = 8;
    }
    expect(state.average[0]).toBeGreaterThan(7);
    expect(state.average[0]).toBeLessThan(8);
    expect(state.steps).toBe(200);
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
