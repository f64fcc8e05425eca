import { expect, it } from 'vitest';
import { bundleLosses } from '../../../../src/app/inside/backpropagation/bundle-losses.ts';

it('leaves few losses as they are', () => {
  expect(bundleLosses([3, 1], 10)).toEqual([
    { step: 0, least: 3, greatest: 3 },
    { step: 1, least: 1, greatest: 1 },
  ]);
  expect(bundleLosses([], 10)).toEqual([]);
});

it('keeps the extremes of many, and no more bundles than asked for', () => {
  const losses = Array.from({ length: 1001 }, (_, k) => (k === 500 ? 99 : k % 2));
  const bundles = bundleLosses(losses, 300);
  expect(bundles.length).toBeLessThanOrEqual(300);
  expect(Math.max(...bundles.map(({ greatest }) => greatest))).toBe(99);
  expect(Math.min(...bundles.map(({ least }) => least))).toBe(0);
  expect(bundles.at(-1)?.step).toBeLessThanOrEqual(1000);
});
