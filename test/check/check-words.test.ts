import { expect, it } from 'vitest';
import { writeBlindScore } from '../../src/check/check-words.ts';
import { BLIND_SCORES, EARLIER_SCORES } from '../core/made-up-blind-scores.ts';
import { MANIFEST } from '../core/made-up-manifest.ts';

it('says by whose rule a blind score is, and where there is none', () => {
  const score = '70.0% of 70 faces, 70.0% as the mean of the seven expressions';
  expect(writeBlindScore(BLIND_SCORES, MANIFEST)).toBe(score);
  expect(writeBlindScore(EARLIER_SCORES, MANIFEST)).toBe(`${score}, by an earlier rule`);
  expect(writeBlindScore(null, MANIFEST)).toBe('Not measured');
});
