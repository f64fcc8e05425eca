import { describe, expect, it } from 'vitest';
import { PLAIN_RULE } from '../../../src/core/decision-rule.ts';
import { computeCalibrationError } from '../../../training/scoring/calibration-error.ts';

/** Logits whose softmax gives class 0 this probability and the others the rest in equal parts. */
function createLogits(...confidences: readonly number[]): Float32Array {
  return Float32Array.from(
    confidences.flatMap((confidence) => [confidence, ...new Array<number>(6).fill((1 - confidence) / 6)].map(Math.log)),
  );
}

describe('computeCalibrationError', () => {
  it('is the mean gap between probability and hits of the bins, by hand', () => {
    const logits = createLogits(0.9, 0.9, 0.55, 0.45, 0.7);
    const error = computeCalibrationError(logits, [0, 1, 0, 2, -1], PLAIN_RULE);
    // Bin of 0.9: 1 hit of 2; of 0.55: 1 of 1; of 0.45: 0 of 1; the row without a truth does not count.
    expect(error?.n).toBe(4);
    expect(error?.ece).toBeCloseTo((Math.abs(1 - 1.8) + Math.abs(1 - 0.55) + 0.45) / 4, 6);
    const filled = error?.bins.filter((bin) => bin.count > 0) ?? [];
    expect(filled.map((bin) => Math.round(bin.lower * 15))).toEqual([6, 8, 13]);
    expect(filled[2]).toMatchObject({ count: 2, accuracy: 0.5 });
    expect(filled[2]?.meanConfidence).toBeCloseTo(0.9, 6);
  });

  it('is 0 for a model that is as often right as it says', () => {
    const logits = createLogits(0.75, 0.75, 0.75, 0.75);
    expect(computeCalibrationError(logits, [0, 0, 0, 5], PLAIN_RULE)?.ece).toBeCloseTo(0, 6);
  });

  it('takes the probability that the rule shows', () => {
    const certain = { ...PLAIN_RULE, temperature: 0.01 };
    expect(computeCalibrationError(createLogits(0.6, 0.6), [0, 1], certain)?.ece).toBeCloseTo(0.5, 6);
  });

  it('has 15 bins from 0 to 1, and nothing to say of rows without a truth', () => {
    const bins = computeCalibrationError(createLogits(0.5), [0], PLAIN_RULE)?.bins ?? [];
    expect(bins).toHaveLength(15);
    expect(bins.map((bin) => bin.upper).at(-1)).toBe(1);
    expect(computeCalibrationError(createLogits(0.5), [-1], PLAIN_RULE)).toBeNull();
  });
});
