import { describe, expect, it } from 'vitest';
import { keepRanking } from '../../../../src/app/inside/live-network/keep-ranking.ts';

describe('keepRanking', () => {
  it('takes the strongest, whatever their sign', () => {
    expect(keepRanking([1, -5, 3, 0], 2, [])).toEqual([1, 2]);
    expect(keepRanking([2, 1], 4, [])).toEqual([0, 1]);
  });

  it('keeps those of before as long as they are near the top', () => {
    expect(keepRanking([4, 5, 3, 1, 0], 2, [2, 0])).toEqual([2, 0]);
    expect(keepRanking([4, 5, 3, 1, 2], 2, [3, 0])).toEqual([1, 0]);
  });

  it('begins anew where another count or another layer is asked for', () => {
    expect(keepRanking([1, 2, 3], 1, [2, 1])).toEqual([2]);
    expect(keepRanking([1, 2], 1, [7])).toEqual([1]);
  });
});
