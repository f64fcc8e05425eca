import { expect, it } from 'vitest';
import { LARGEST_ROUNDS, LayerTimes } from '../../../../src/app/inside/lenet/layer-times.ts';

const round = (a: number, b: number) =>
  new Map([
    ['a', a],
    ['b', b],
  ]);

it('gives medians of single layers, of some together and of all', () => {
  const times = new LayerTimes();
  expect(times.findMedian()).toBe(0);
  times.add(round(1, 10));
  expect(times.findMedian(['a'])).toBe(1);
  times.add(round(100, 20));
  expect(times.findMedian(['b'])).toBe(15);
  // One reading that took long moves a mean, not a median.
  times.add(round(3, 5));
  expect(times.findMedian(['a'])).toBe(3);
  expect(times.findMedian(['a', 'b'])).toBe(11);
  expect(times.findMedian()).toBe(11);
  expect(times.findMedian(['c'])).toBe(0);
});

it('forgets the oldest readings', () => {
  const times = new LayerTimes();
  for (let i = 0; i < LARGEST_ROUNDS; i++) times.add(round(1000, 0));
  for (let i = 0; i < LARGEST_ROUNDS; i++) times.add(round(2, 0));
  expect(times.rounds).toBe(LARGEST_ROUNDS);
  expect(times.findMedian(['a'])).toBe(2);
});
