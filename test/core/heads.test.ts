import { describe, expect, it } from 'vitest';
import { pickHead } from '../../src/core/heads.ts';

describe('pickHead', () => {
  const two = Float32Array.from({ length: 28 }, (_, i) => i);

  it('takes seven logits of each row', () => {
    expect([...pickHead(two, 2, 'votes')]).toEqual([0, 1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 18, 19, 20]);
    expect([...pickHead(two, 2, 'labels')]).toEqual([7, 8, 9, 10, 11, 12, 13, 21, 22, 23, 24, 25, 26, 27]);
  });

  it('knows which heads a network has', () => {
    expect(() => pickHead(two, 1, 'labels')).toThrow(RangeError);
    expect(pickHead(two, 1, 'votes')).toEqual(two);
  });
});
