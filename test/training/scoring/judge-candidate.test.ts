import { describe, expect, it } from 'vitest';
import { comparePredictions } from '../../../training/scoring/compare-predictions.ts';
import { findObjection, type Duel } from '../../../training/scoring/judge-candidate.ts';
import { scorePredictions } from '../../../training/scoring/metrics.ts';

/** 100 faces of class 0 and 10 of class 1; a model is right on the first so many of each. */
const TRUTH = Array.from({ length: 110 }, (_, row) => (row < 100 ? 0 : 1));
const answer = (common: number, rare: number) =>
  TRUTH.map((truth, row) => (row % 100 < (truth === 0 ? common : rare) ? truth : 2));

function holdDuel(candidate: readonly number[], shipped: readonly number[]): Duel {
  return {
    candidate: scorePredictions(candidate, TRUTH),
    shipped: scorePredictions(shipped, TRUTH),
    paired: comparePredictions(candidate, shipped, TRUTH),
  } as Duel;
}

describe('findObjection', () => {
  it('accepts a better model and an equal one', () => {
    expect(findObjection(holdDuel(answer(85, 5), answer(80, 5)))).toBeNull();
    expect(findObjection(holdDuel(answer(80, 5), answer(80, 5)))).toBeNull();
  });

  it('refuses a lower mean of accuracy and mean recall, however small', () => {
    expect(findObjection(holdDuel(answer(80, 5), answer(81, 5)))).toMatch(
      /^accuracy 77\.27 % .* against accuracy 78\.18 %/,
    );
  });

  it('accepts mean recall bought with accuracy that may be chance, and refuses a significant loss', () => {
    expect(findObjection(holdDuel(answer(76, 9), answer(80, 5)))).toBeNull(); // loses 4 rows, wins 4
    expect(findObjection(holdDuel(answer(68, 9), answer(80, 5)))).toBeNull(); // loses 12, wins 4: p = 0.077
    expect(findObjection(holdDuel(answer(64, 9), answer(80, 5)))).toMatch(/p = 0\.012/); // loses 16, wins 4
  });
});
