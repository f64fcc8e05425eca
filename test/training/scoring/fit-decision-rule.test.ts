import { describe, expect, it } from 'vitest';
import { computeProbabilities } from '../../../src/core/decision-rule.ts';
import { EXPRESSION_COUNT } from '../../../src/core/expressions.ts';
import { computeCalibrationError } from '../../../training/scoring/calibration-error.ts';
import { createRandom, drawGaussian } from '../../../node/random.ts';
import type { DecisionRule } from '../../../src/core/decision-rule.ts';
import {
  chooseWithinBudget,
  computeCrossEntropy,
  computePrior,
  computeTargetEntropy,
  fitDecisionRules,
} from '../../../training/scoring/fit-decision-rule.ts';
import { chooseHighest, decideRows, scorePredictions, type RulerScore } from '../../../training/scoring/metrics.ts';

type Scored = DecisionRule & Pick<RulerScore, 'accuracy' | 'meanRecall'>;

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

describe('fitDecisionRules', () => {
  it('finds the temperature that undoes overconfidence', () => {
    const rule = fitDecisionRules(drawRows(2000, 2.5), PRIOR, 0).everyday;
    expect(rule.temperature).toBeGreaterThan(2.2);
    expect(rule.temperature).toBeLessThan(2.8);
  });

  it('for acted faces undoes overconfidence and the prior, so that all seven are equally likely', () => {
    const rows = drawRows(4000, 2.5);
    const { acting } = fitDecisionRules(rows, PRIOR);
    expect(acting.priorStrength).toBe(1);
    expect(acting.temperature).toBeGreaterThan(2.2);
    expect(acting.temperature).toBeLessThan(2.8);
    // The likeliest class under equal priors: no class is missed more than another, within chance.
    const recalls = scorePredictions(decideRows(rows.logits, acting), rows.truth)?.recalls as number[];
    expect(Math.max(...recalls) - Math.min(...recalls)).toBeLessThan(0.12);
  });

  it('buys mean recall with no more accuracy than it may', () => {
    const rows = drawRows(2000, 1);
    const scoreAt = (budget: number) => {
      const rule = fitDecisionRules(rows, PRIOR, budget).everyday;
      const { accuracy, meanRecall } = scorePredictions(decideRows(rows.logits, rule), rows.truth) as RulerScore;
      return { ...rule, accuracy, meanRecall };
    };
    const [none, one, all] = [0, 0.01, 1].map(scoreAt) as [Scored, Scored, Scored];
    const unadjusted = scorePredictions(chooseHighest(rows.logits), rows.truth);
    expect(none.accuracy).toBeGreaterThanOrEqual(unadjusted?.accuracy ?? 1);
    expect(one.accuracy).toBeGreaterThanOrEqual((unadjusted?.accuracy ?? 1) - 0.01);
    expect(one.meanRecall).toBeGreaterThan(none.meanRecall + 0.01);
    expect(all.meanRecall).toBeGreaterThan(one.meanRecall);
    // Rare classes gain by it.
    expect(all.prior[1]).toBeLessThan(one.prior[1] as number);
  });

  it('calibrates the adjusted answers, too', () => {
    const rows = drawRows(4000, 2.5);
    const { everyday } = fitDecisionRules(rows, PRIOR, 0.02);
    expect(everyday.priorStrength).toBe(1);
    expect(computeCalibrationError(rows.logits, rows.truth, everyday)?.ece).toBeLessThan(0.025);
  });

  it('leaves the logits as they are where mean recall is all but the same', () => {
    // Every face is read right by any prior.
    const truth = [0, 1, 2, 3, 4, 5, 6];
    const logits = Float32Array.from(truth.flatMap((label) => truth.map((k) => (k === label ? 40 : 0))));
    expect(fitDecisionRules({ logits, truth }, PRIOR).everyday.priorStrength).toBe(0);
  });

  it('leaves out rows without a truth, and refuses to fit to nothing', () => {
    const rows = drawRows(300, 2);
    const noise = Float32Array.from({ length: 7 }, (_, k) => 100 * (k % 2));
    const logits = Float32Array.of(...rows.logits, ...noise);
    expect(fitDecisionRules({ logits, truth: [...rows.truth, -1] }, PRIOR)).toEqual(fitDecisionRules(rows, PRIOR));
    expect(() => fitDecisionRules({ logits: noise, truth: [-1] }, PRIOR)).toThrow(RangeError);
  });
});

describe('chooseWithinBudget', () => {
  const candidate = (accuracy: number, meanRecall: number) => ({ accuracy, meanRecall });

  it('stops at the first that costs too much, though a later one costs less again', () => {
    const [first, second, dear, tempting] = [
      candidate(0.9, 0.6),
      candidate(0.895, 0.65),
      candidate(0.88, 0.7),
      candidate(0.9, 0.8),
    ] as const;
    expect(chooseWithinBudget([first, second, dear, tempting], 0.01)).toBe(second);
    expect(chooseWithinBudget([first, second, dear, tempting], 0)).toBe(first);
    expect(chooseWithinBudget([first, second, dear, tempting], 0.02)).toBe(tempting);
  });

  it('takes the first whose mean recall is all but the best', () => {
    const [first, good, best] = [candidate(0.9, 0.6), candidate(0.9, 0.7), candidate(0.9, 0.705)] as const;
    expect(chooseWithinBudget([first, good, best], 0.01)).toBe(good);
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
    const rule = { prior: PRIOR, priorStrength: 0, temperature: 1 };
    const targets = Float32Array.of(0.5, 0.5, 0, 0, 0, 0, 0);
    expect(computeCrossEntropy(new Float32Array(7), targets, rule)).toBeCloseTo(Math.log(7), 6);
    expect(computeProbabilities(new Float32Array(7), rule)[0]).toBeCloseTo(1 / 7, 12);
  });
});
