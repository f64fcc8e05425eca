import { expect, it } from 'vitest';
import { formatDuration, formatShare } from '../../../node/format.ts';

it.each([
  [1, '100 %'],
  [0.9999, '>99 %'],
  [0.876, '88 %'],
  [0.001, '<1 %'],
  [0, '0 %'],
])('writes the share %d as %s', (share, text) => {
  expect(formatShare(share).replace('\u00a0', ' ')).toBe(text);
});

it.each([
  [89.4, '89 s'],
  [90, '2 min'],
  [5340, '89 min'],
  [5400, '1 h 30 min'],
])('writes %d seconds as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
