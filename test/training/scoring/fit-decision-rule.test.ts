import { describe, expect, it } from 'vitest';
import { computeProbabilities } from '../../../src/core/decision-rule.ts';
import { EXPRESSION_COUNT } from '../../../src/core/expressions.ts';
import { createRandom, drawGaussian } from '../../../training/data/random.ts';
import { computeCrossEntropy, computePrior, fitDecisionRule } from '../../../training/scoring/fit-decision-rule.ts';
import { decideRows, scorePredictions } from '../../../training/scoring/rulers.ts';

const PRIOR = [0.1, 0.02, 0.05, 0.25, 0.1, 0.13, 0.35];

/** Faces drawn from the prior; the logits are honest log-posteriors, then sharpened by `overconfidence`. */
function drawRows(count: number, overconfidence: number) {
  const random = createRandom(3);
  const logits = new Float32Array(count * EXPRESSION_COUNT);
  const targets = new Float32Array(count * EXPRESSION_COUNT);
  const truth = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    let rest = random.next();
    let label = 0;
    while (label < EXPRESSION_COUNT - 1 && (rest -= PRIOR[label] as number) > 0) label++;
    truth[row] = label;
    targets[row * EXPRESSION_COUNT + label] = 1;
    const signal = 2;
    for (let k = 0; k < EXPRESSION_COUNT; k++) {
      // An observation of class k is normal with mean `signal` if k is the truth, else 0: its log-likelihood ratio.
      const observed = drawGaussian(random) + (k === label ? signal : 0);
      const evidence = signal * observed - (signal * signal) / 2;
      logits[row * EXPRESSION_COUNT + k] = overconfidence * (evidence + Math.log(PRIOR[k] as number));
    }
  }
  return { logits, targets, truth };
}

describe('fitDecisionRule', () => {
  it('finds the temperature that undoes overconfidence', () => {
    const rule = fitDecisionRule(drawRows(4000, 2.5), PRIOR);
    expect(rule.temperature).toBeGreaterThan(2.2);
    expect(rule.temperature).toBeLessThan(2.8);
  });

  it('takes some of the prior off, for more mean recall than the crowd’s prior gives', () => {
    const rows = drawRows(4000, 1);
    const rule = fitDecisionRule(rows, PRIOR);
    const recallAt = (priorStrength: number) =>
      scorePredictions(decideRows(rows.logits, { ...rule, priorStrength }), rows.truth)?.meanRecall ?? 0;
    expect(rule.priorStrength).toBeGreaterThan(0);
    expect(recallAt(rule.priorStrength)).toBeGreaterThan(recallAt(0));
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
    const rule = { prior: PRIOR, priorStrength: 0, temperature: 1 };
    const targets = Float32Array.of(0.5, 0.5, 0, 0, 0, 0, 0);
    expect(computeCrossEntropy(new Float32Array(7), targets, rule)).toBeCloseTo(Math.log(7), 6);
    expect(computeProbabilities(new Float32Array(7), rule)[0]).toBeCloseTo(1 / 7, 12);
  });
});
