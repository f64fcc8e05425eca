import { describe, expect, it } from 'vitest';
import { computeProbabilities, PLAIN_RULE, type DecisionRule } from '../../../src/core/decision-rule.ts';
import { EXPRESSION_COUNT } from '../../../src/core/expressions.ts';
import { computeCalibrationError } from '../../../training/scoring/calibration-error.ts';
import { createRandom, drawGaussian } from '../../../src/core/random.ts';
import {
  computeCrossEntropy,
  computePrior,
  computeTargetEntropy,
  DEFAULT_STRENGTHS,
  fitDecisionRules,
} from '../../../training/scoring/fit-decision-rule.ts';
import { chooseHighest, decideRows, scorePredictions, type Metrics } from '../../../training/scoring/metrics.ts';

const PRIOR = [0.1, 0.02, 0.05, 0.25, 0.1, 0.13, 0.35];

/** Faces drawn from the prior; the logits are honest log-posteriors, then sharpened by `overconfidence`. */
function drawRows(count: number, overconfidence: number) {
  const random = createRandom(3);
  const logits = new Float32Array(count * EXPRESSION_COUNT);
  const truth = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    let rest = random.next();
    let label = 0;
    while (label < EXPRESSION_COUNT - 1 && (rest -= PRIOR[label] as number) > 0) label++;
    truth[row] = label;
    const signal = 2;
    for (let k = 0; k < EXPRESSION_COUNT; k++) {
      // An observation of class k is normal with mean `signal` if k is the truth, else 0: its log-likelihood ratio.
      const observed = drawGaussian(random) + (k === label ? signal : 0);
      const evidence = signal * observed - (signal * signal) / 2;
      logits[row * EXPRESSION_COUNT + k] = overconfidence * (evidence + Math.log(PRIOR[k] as number));
    }
  }
  return { logits, truth };
}

const fit = (rows: ReturnType<typeof drawRows>, everyday: number, acting = 1) =>
  fitDecisionRules(rows, { prior: PRIOR, strengths: { everyday, acting } });

describe('fitDecisionRules', () => {
  it('finds the temperature that undoes overconfidence', () => {
    const { temperature } = fit(drawRows(2000, 2.5), 0).everyday;
    expect(temperature).toBeGreaterThan(2.2);
    expect(temperature).toBeLessThan(2.8);
  });

  it('at strength 1 undoes overconfidence and the prior, so that all seven are equally likely', () => {
    const rows = drawRows(4000, 2.5);
    const { acting } = fit(rows, 0);
    expect(acting.temperature).toBeGreaterThan(2.2);
    expect(acting.temperature).toBeLessThan(2.8);
    // The likeliest class under equal priors: no class is missed more than another, within chance.
    const recalls = scorePredictions(decideRows(rows.logits, acting), rows.truth)?.recalls as number[];
    expect(Math.max(...recalls) - Math.min(...recalls)).toBeLessThan(0.12);
  });

  it('takes the log prior off as often as the strength says, after the temperature that calibrates', () => {
    const rows = drawRows(2000, 2.5);
    const { acting, everyday } = fit(rows, 0, 1.5);
    PRIOR.forEach((share, k) => {
      const difference = (acting.logitOffsets[k] as number) - (acting.logitOffsets[6] as number);
      expect(difference).toBeCloseTo(1.5 * Math.log(0.35 / share), 12);
    });
    expect(acting.logitOffsets.reduce((sum, offset) => sum + offset, 0)).toBeCloseTo(0, 12);
    expect(everyday.logitOffsets.every((offset) => Math.abs(offset) === 0)).toBe(true);
    expect(acting.temperature).toBeCloseTo(everyday.temperature, 2);
  });

  it('buys mean recall with accuracy', () => {
    const rows = drawRows(2000, 1);
    const score = (rule: DecisionRule) => scorePredictions(decideRows(rows.logits, rule), rows.truth) as Metrics;
    const [none, half, whole] = [0, 0.5, 1].map((strength) => score(fit(rows, strength).everyday));
    expect(none).toEqual(scorePredictions(chooseHighest(rows.logits), rows.truth));
    expect(half?.meanRecall).toBeGreaterThan((none?.meanRecall ?? 1) + 0.01);
    expect(whole?.meanRecall).toBeGreaterThan(half?.meanRecall ?? 1);
    expect(whole?.accuracy).toBeLessThan(none?.accuracy ?? 0);
  });

  it('calibrates the adjusted answers without changing them', () => {
    const rows = drawRows(4000, 2.5);
    const { acting: uncalibrated, everyday } = fit(rows, 0.5, 0.5);
    expect(decideRows(rows.logits, everyday)).toEqual(decideRows(rows.logits, uncalibrated));
    expect(computeCalibrationError(rows.logits, rows.truth, everyday)?.ece).toBeLessThan(0.025);
  });

  it('leaves out rows without a truth, and refuses to fit to nothing', () => {
    const rows = drawRows(300, 2);
    const noise = Float32Array.from({ length: 7 }, (_, k) => 100 * (k % 2));
    const logits = Float32Array.of(...rows.logits, ...noise);
    const offsets = { prior: PRIOR, strengths: DEFAULT_STRENGTHS };
    expect(fitDecisionRules({ logits, truth: [...rows.truth, -1] }, offsets)).toEqual(fitDecisionRules(rows, offsets));
    expect(() => fitDecisionRules({ logits: noise, truth: [-1] }, offsets)).toThrow(RangeError);
  });
});

describe('computeTargetEntropy', () => {
  it('is the entropy of the votes, the mean over the rows', () => {
    const targets = Float32Array.of(0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
    expect(computeTargetEntropy(targets)).toBeCloseTo(Math.LN2 / 2, 6);
  });
});

describe('computePrior', () => {
  it('is the mean of the targets, and never 0', () => {
    const prior = computePrior(Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5, 0, 0, 0.5));
    expect(prior[0]).toBeCloseTo(0.5, 3);
    expect(prior[3]).toBeCloseTo(0.25, 3);
    expect(Math.min(...prior)).toBeGreaterThan(0);
    expect(prior.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });
});

describe('computeCrossEntropy', () => {
  it('is the log of seven for a rule that knows nothing', () => {
    const targets = Float32Array.of(0.5, 0.5, 0, 0, 0, 0, 0);
    expect(computeCrossEntropy(new Float32Array(7), targets, PLAIN_RULE)).toBeCloseTo(Math.log(7), 6);
    expect(computeProbabilities(new Float32Array(7), PLAIN_RULE)[0]).toBeCloseTo(1 / 7, 12);
  });
});
