import { expect, it } from 'vitest';
import { findRange, paintMap } from '../../../../src/app/inside/figures/map-colours.ts';

const MAP = { values: [0, -4, 1, 9, 2, 2, 0.5, 3], width: 2, height: 2, channels: 2 };

it('takes the range of the channel alone, for signed colours the same on both sides of 0', () => {
  expect(findRange({ ...MAP, channel: 0 }, 'gray')).toEqual([0, 2]);
  expect(findRange({ ...MAP, channel: 1 }, 'signed')).toEqual([-9, 9]);
});

it('can draw a map that is flat', () => {
  expect(findRange({ values: [3, 3], width: 2, height: 1 }, 'gray')).toEqual([2.5, 3.5]);
  expect(findRange({ values: [0, 0], width: 2, height: 1 }, 'signed')).toEqual([-1, 1]);
});

it('paints black to white, and what lies outside in the colours of the ends', () => {
  const pixels = paintMap({ ...MAP, channel: 0 }, [0, 1], 'gray');
  expect([...pixels]).toEqual([0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 128, 128, 128, 255]);
});

it('paints 0 almost white, negative values bluer, positive ones redder', () => {
  const [negative, zero, positive] = [0, 4, 8].map((from) =>
    [...paintMap({ values: [-1, 0, 1], width: 3, height: 1 }, [-1, 1], 'signed')].slice(from, from + 3),
  ) as [number[], number[], number[]];
  expect(Math.min(...zero)).toBeGreaterThan(230);
  expect(negative[2]).toBeGreaterThan((negative[0] as number) + 60);
  expect(positive[0]).toBeGreaterThan((positive[2] as number) + 60);
});
