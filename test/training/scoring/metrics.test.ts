import { describe, expect, it } from 'vitest';
import { PLAIN_RULE } from '../../../src/core/decision-rule.ts';
import { decideRows, scorePredictions } from '../../../training/scoring/metrics.ts';

describe('scorePredictions', () => {
  it('counts accuracy over rows and mean recall over classes', () => {
    const truth = [0, 0, 0, 3, 6, -1];
    const score = scorePredictions([0, 0, 1, 3, 3, 5], truth);
    expect(score).toMatchObject({ n: 5, correct: 3, accuracy: 0.6 });
    expect(score?.meanRecall).toBeCloseTo((2 / 3 + 1 + 0) / 3, 12);
    expect(score?.recalls[1]).toBeNull();
    expect(score?.confusion[0]).toEqual([2, 1, 0, 0, 0, 0, 0]);
    expect(score?.confusion[6]?.[3]).toBe(1);
  });

  it('gives macro F1 and the interval of the accuracy by hand', () => {
    const score = scorePredictions([0, 0, 1, 3, 3, 5], [0, 0, 0, 3, 6, -1]);
    // Class 0: 2 hits, 3 true, 2 predicted; class 3: 1, 1, 2; class 6: none; class 1 is predicted, but does not occur.
    expect(score?.macroF1).toBeCloseTo((4 / 5 + 2 / 3 + 0) / 3, 12);
    expect(score?.interval[0]).toBeCloseTo(0.2307, 4);
    expect(score?.interval[1]).toBeCloseTo(0.8824, 4);
  });

  it('says nothing of rows without a truth', () => {
    expect(scorePredictions([0, 1], [-1, -1])).toBeNull();
  });
});

describe('decideRows', () => {
  it('applies the offsets to each row', () => {
    const logits = Float32Array.of(0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0);
    expect([...decideRows(logits, PLAIN_RULE)]).toEqual([6, 3]);
    const neutralIsCommon = { temperature: 1, logitOffsets: [0.4, 0.4, 0.4, 0.4, 0.4, 0.4, -2.4] };
    expect([...decideRows(logits, neutralIsCommon)]).toEqual([0, 3]);
  });
});
