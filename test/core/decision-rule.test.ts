import { describe, expect, it } from 'vitest';
import { computeProbabilities, type DecisionRule } from '../../src/core/decision-rule.ts';
import { leadingIndex } from '../../src/core/expressions.ts';
import { createSeededRandom } from './seeded-random.ts';

const prior = [0.12, 0.01, 0.03, 0.3, 0.13, 0.14, 0.27];
const softmax: DecisionRule = { prior, priorStrength: 0, temperature: 1 };
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

describe('computeProbabilities', () => {
  it('is softmax without prior and temperature', () => {
    const probabilities = computeProbabilities([0, 1, 2, 3, 4, 5, 6], softmax);
    const total = sum([0, 1, 2, 3, 4, 5, 6].map(Math.exp));
    probabilities.forEach((value, k) => expect(value).toBeCloseTo(Math.exp(k) / total, 12));
  });

  it('sums to 1 for any logits and any rule', () => {
    const random = createSeededRandom(2);
    for (let i = 0; i < 500; i++) {
      const logits = Float32Array.from({ length: 7 }, () => random() * 40 - 20);
      const rule = { prior, priorStrength: random(), temperature: 0.2 + random() * 3 };
      const probabilities = computeProbabilities(logits, rule);
      expect(probabilities).toHaveLength(7);
      expect(sum(probabilities)).toBeCloseTo(1, 12);
      expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0);
    }
  });

  it('depends on differences of logits only', () => {
    const rule = { prior, priorStrength: 0.5, temperature: 1.4 };
    const shifted = computeProbabilities([101, 99, 100, 103, 98, 100, 102], rule);
    computeProbabilities([1, -1, 0, 3, -2, 0, 2], rule).forEach((value, k) =>
      expect(shifted[k]).toBeCloseTo(value, 12),
    );
  });

  it('takes the whole prior off at strength 1: what only repeats the prior is no evidence', () => {
    const probabilities = computeProbabilities(prior.map(Math.log), { prior, priorStrength: 1, temperature: 1 });
    for (const value of probabilities) expect(value).toBeCloseTo(1 / 7, 12);
  });

  it('takes off the part of the log prior that the strength says', () => {
    const [first, second] = computeProbabilities(new Float32Array(7), { prior, priorStrength: 0.5, temperature: 1 });
    expect((second as number) / (first as number)).toBeCloseTo(Math.sqrt(0.12 / 0.01), 12);
  });

  it('divides only the logits by the temperature, not the prior', () => {
    const probabilities = computeProbabilities([2, 0, 0, 0, 0, 0, 0], { prior, priorStrength: 1, temperature: 2 });
    expect((probabilities[0] as number) / (probabilities[1] as number)).toBeCloseTo((Math.E / 0.12) * 0.01, 12);
  });

  it('keeps the winner at any temperature when the prior is left alone, only less sure', () => {
    const logits = [0.3, -1, 0.2, 1.1, 0.9, -0.5, 1];
    const cold = computeProbabilities(logits, { prior, priorStrength: 0, temperature: 0.5 });
    const hot = computeProbabilities(logits, { prior, priorStrength: 0, temperature: 5 });
    expect(leadingIndex(cold)).toBe(3);
    expect(leadingIndex(hot)).toBe(3);
    expect(hot[3]).toBeLessThan(cold[3] as number);
  });

  it('survives logits that overflow exp', () => {
    expect(computeProbabilities([1000, 0, 0, 0, 0, 0, -1000], softmax)).toEqual([1, 0, 0, 0, 0, 0, 0]);
  });

  it.each([
    ['six logits', [0, 0, 0, 0, 0, 0]],
    ['eight logits', [0, 0, 0, 0, 0, 0, 0, 0]],
    ['NaN', [0, 0, NaN, 0, 0, 0, 0]],
    ['infinity', [0, 0, 0, Infinity, 0, 0, 0]],
  ])('refuses %s', (_, logits) => {
    expect(() => computeProbabilities(logits, softmax)).toThrow(RangeError);
  });
});
