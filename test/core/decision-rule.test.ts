import { describe, expect, it } from 'vitest';
import { computeProbabilities, isSameRule, PLAIN_RULE } from '../../src/core/decision-rule.ts';
import { leadingIndex } from '../../src/core/expressions.ts';
import { createSeededRandom } from './seeded-random.ts';

const logitOffsets = [-0.4, 1.2, 0.6, -0.8, 0, 0.2, -0.8];
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

describe('computeProbabilities', () => {
  it('is softmax without offsets and temperature', () => {
    const probabilities = computeProbabilities([0, 1, 2, 3, 4, 5, 6], PLAIN_RULE);
    const total = sum([0, 1, 2, 3, 4, 5, 6].map(Math.exp));
    probabilities.forEach((value, k) => expect(value).toBeCloseTo(Math.exp(k) / total, 12));
  });

  it('sums to 1 for any logits and any rule', () => {
    const random = createSeededRandom(2);
    for (let i = 0; i < 500; i++) {
      const logits = Float32Array.from({ length: 7 }, () => random() * 40 - 20);
      const rule = { temperature: 0.2 + random() * 3, logitOffsets };
      const probabilities = computeProbabilities(logits, rule);
      expect(probabilities).toHaveLength(7);
      expect(sum(probabilities)).toBeCloseTo(1, 12);
      expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0);
    }
  });

  it('depends on differences of logits only', () => {
    const rule = { temperature: 1.4, logitOffsets };
    const shifted = computeProbabilities([101, 99, 100, 103, 98, 100, 102], rule);
    computeProbabilities([1, -1, 0, 3, -2, 0, 2], rule).forEach((value, k) =>
      expect(shifted[k]).toBeCloseTo(value, 12),
    );
  });

  it('adds the offsets to the logits', () => {
    const [first, second] = computeProbabilities(new Float32Array(7), { temperature: 1, logitOffsets });
    expect((second as number) / (first as number)).toBeCloseTo(Math.exp(1.6), 12);
  });

  it('divides only the logits by the temperature, not the offsets', () => {
    const probabilities = computeProbabilities([2, 0, 0, 0, 0, 0, 0], { temperature: 2, logitOffsets });
    expect((probabilities[0] as number) / (probabilities[1] as number)).toBeCloseTo(Math.exp(1 - 0.4 - 1.2), 12);
  });

  it('keeps the winner at any temperature without offsets, only less sure', () => {
    const logits = [0.3, -1, 0.2, 1.1, 0.9, -0.5, 1];
    const cold = computeProbabilities(logits, { ...PLAIN_RULE, temperature: 0.5 });
    const hot = computeProbabilities(logits, { ...PLAIN_RULE, temperature: 5 });
    expect(leadingIndex(cold)).toBe(3);
    expect(leadingIndex(hot)).toBe(3);
    expect(hot[3]).toBeLessThan(cold[3] as number);
  });

  it('survives logits that overflow exp', () => {
    expect(computeProbabilities([1000, 0, 0, 0, 0, 0, -1000], PLAIN_RULE)).toEqual([1, 0, 0, 0, 0, 0, 0]);
  });

  it.each([
    ['six logits', [0, 0, 0, 0, 0, 0]],
    ['eight logits', [0, 0, 0, 0, 0, 0, 0, 0]],
    ['NaN', [0, 0, NaN, 0, 0, 0, 0]],
    ['infinity', [0, 0, 0, Infinity, 0, 0, 0]],
  ])('refuses %s', (_, logits) => {
    expect(() => computeProbabilities(logits, PLAIN_RULE)).toThrow(RangeError);
  });
});

describe('isSameRule', () => {
  it('compares temperature and every offset', () => {
    const rule = { temperature: 1.4, logitOffsets };
    expect(isSameRule(rule, { temperature: 1.4, logitOffsets: [...logitOffsets] })).toBe(true);
    expect(isSameRule(rule, { ...rule, temperature: 1.5 })).toBe(false);
    expect(isSameRule(rule, { ...rule, logitOffsets: logitOffsets.map((offset) => -offset) })).toBe(false);
  });
});
