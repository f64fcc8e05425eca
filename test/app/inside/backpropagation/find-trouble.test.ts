import { describe, expect, it } from 'vitest';
import {
  countRight,
  findTrouble,
  isSolved,
  type Observation,
} from '../../../../src/app/inside/backpropagation/find-trouble.ts';

const falling = (from: number, to: number, steps: number) =>
  Array.from({ length: steps }, (_, k) => from + ((to - from) * k) / (steps - 1));
const flat = (loss: number) => falling(loss, loss, 400);

/** Learning well: nothing is wrong. */
const WELL: Observation = {
  losses: falling(0.7, 0.4, 400),
  answers: [0.3, 0.6, 0.7, 0.4],
  targets: [0, 1, 1, 0],
  activations: [
    [0.5, 0.2],
    [0.6, 0.9],
    [0.4, 0.1],
    [0.5, 0.5],
  ],
  diverged: false,
  needsTwoLines: true,
};
const everywhere = (...units: number[]) => [units, units, units, units];

describe('findTrouble', () => {
  it('finds none while the error falls, before the first step, and when all is learnt', () => {
    expect(findTrouble(WELL)).toBeNull();
    expect(findTrouble({ ...WELL, losses: [] })).toBeNull();
    expect(findTrouble({ ...WELL, losses: flat(0.05), answers: [0.05, 0.95, 0.97, 0.02] })).toBeNull();
  });

  it.each([
    ['diverged', { diverged: true }],
    ['swinging', { losses: Array.from({ length: 60 }, (_, k) => (k % 2 === 0 ? 1 : 2)) }],
    ['swinging', { losses: Array.from({ length: 60 }, (_, k) => 1 + (k % 3)) }],
    ['symmetric', { losses: [], activations: everywhere(0.5, 0.5, 0.5) }],
    ['one-unit', { losses: flat(0.48), activations: everywhere(0.5), answers: [0, 0.67, 0.67, 0.67] }],
    ['plateau', { losses: flat(0.693), answers: [0.49, 0.51, 0.52, 0.5] }],
    ['stuck', { losses: flat(0.35), answers: [0, 0.5, 1, 0.5] }],
  ] as [string, Partial<Observation>][])('names what is %s', (name, change) => {
    expect(findTrouble({ ...WELL, ...change })?.name).toBe(name);
  });

  it('says which units are saturated', () => {
    const activations = [
      [0.5, 0.001, 1],
      [0.9, 0.002, 0.999],
      [0.1, 0, 0.995],
      [0.4, 0.005, 0.001],
    ];
    expect(findTrouble({ ...WELL, losses: flat(0.6), activations })).toEqual({ name: 'dead', units: [1, 2] });
  });

  it('does not wait for the error to stand still where all units are saturated', () => {
    const activations = [0.001, 0.002, 0, 0.003].map((activation) => [activation, 1 - activation]);
    expect(findTrouble({ ...WELL, activations })).toEqual({ name: 'dead', units: [0, 1] });
    expect(findTrouble({ ...WELL, activations, losses: [] })).toBeNull();
    // Sharp edges that tell examples apart are no trouble while the error falls.
    expect(
      findTrouble({ ...WELL, activations: activations.map((row, k) => (k < 2 ? row : row.toReversed())) }),
    ).toBeNull();
    // All at 0 are the same, too; that they are saturated explains more.
    expect(findTrouble({ ...WELL, activations: everywhere(0, 0) })?.name).toBe('dead');
  });

  it('gives a training time before it says that it stands still', () => {
    expect(findTrouble({ ...WELL, losses: falling(0.693, 0.693, 200), answers: [0.5, 0.5, 0.5, 0.5] })).toBeNull();
  });

  it('does not take a single rise for swinging', () => {
    const losses = WELL.losses.with(380, 3);
    expect(findTrouble({ ...WELL, losses })).toBeNull();
  });

  it('does not call one unit too few where one line is enough', () => {
    const observation = { ...WELL, losses: flat(0.3), activations: everywhere(0.5), needsTwoLines: false };
    expect(findTrouble(observation)?.name).toBe('stuck');
  });
});

it('counts answers on the right side, and asks more of a solution', () => {
  expect(countRight(WELL)).toBe(4);
  expect(isSolved(WELL)).toBe(false);
  expect(countRight({ answers: [0.5, 0.5], targets: [0, 1] })).toBe(1);
  expect(isSolved({ answers: [0.09, 0.91], targets: [0, 1] })).toBe(true);
});
