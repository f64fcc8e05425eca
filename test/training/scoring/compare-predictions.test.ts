import { describe, expect, it } from 'vitest';
import { comparePredictions, computeMcNemarP } from '../../../training/scoring/compare-predictions.ts';

describe('computeMcNemarP', () => {
  it.each([
    [0, 5, 2 / 32],
    [5, 0, 2 / 32],
    [1, 8, (2 * (1 + 9)) / 512],
    [9, 3, (2 * (1 + 12 + 66 + 220)) / 4096],
    [4, 4, 1],
    [0, 0, 1],
    [150, 190, 0.0342700465], // the same sum in whole numbers
  ])('is exact for %d against %d', (first, second, p) => {
    expect(computeMcNemarP(first, second)).toBeCloseTo(p, 7);
  });
});

describe('comparePredictions', () => {
  it('counts the rows that only one of the two has right', () => {
    const truth = [0, 1, 2, 3, 4, -1];
    const paired = comparePredictions([0, 1, 2, 0, 0, 5], [0, 1, 0, 3, 3, 5], truth);
    expect(paired).toMatchObject({ n: 5, onlyCandidate: 1, onlyOther: 1, difference: 0, pValue: 1 });
    const one = comparePredictions([0, 1, 2, 0, 0, 5], [0, 0, 0, 0, 0, 5], truth);
    expect(one).toMatchObject({ n: 5, onlyCandidate: 2, onlyOther: 0, difference: 2 / 5 });
    expect(one?.pValue).toBeCloseTo(1 / 2, 12);
  });

  it('gives the interval of the difference that Agresti gives for two polls of the same 1600 voters', () => {
    // Approval of a prime minister: 794 yes both times, 150 yes then no, 86 no then yes, 570 no both times.
    const repeat = (count: number, value: number) => new Array<number>(count).fill(value);
    const second = [...repeat(794, 1), ...repeat(150, 0), ...repeat(86, 1), ...repeat(570, 0)];
    const first = [...repeat(794, 1), ...repeat(150, 1), ...repeat(86, 0), ...repeat(570, 0)];
    const paired = comparePredictions(second, first, repeat(1600, 1));
    expect(paired?.difference).toBeCloseTo(-0.04, 12);
    expect(paired?.interval[0]).toBeCloseTo(-0.059, 3);
    expect(paired?.interval[1]).toBeCloseTo(-0.021, 3);
    expect(paired?.pValue).toBeLessThan(1e-4);
  });

  it('says nothing of rows without a truth', () => {
    expect(comparePredictions([0], [1], [-1])).toBeNull();
  });
});
