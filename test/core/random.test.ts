import { describe, expect, it } from 'vitest';
import { createRandom, drawGaussian, drawUniform, shuffle } from '../../src/core/random.ts';

const draw = (random: { next(): number }, n: number) => Array.from({ length: n }, () => random.next());

describe('createRandom', () => {
  it('repeats itself for the same seeds only', () => {
    const first = draw(createRandom(1, 2, 3), 8);
    expect(draw(createRandom(1, 2, 3), 8)).toEqual(first);
    for (const other of [createRandom(2, 2, 3), createRandom(1, 3, 3), createRandom(1, 2, 4), createRandom(3, 2, 1)]) {
      expect(draw(other, 8)).not.toEqual(first);
    }
  });

  it('is sfc32', () => {
    // From the published C code (PractRand), seeded with a = 1, b = 2, c = 3 and mixed 20 times.
    expect(draw(createRandom(1, 2, 3), 3).map((value) => value * 2 ** 32)).toEqual([428635494, 4270309710, 745528127]);
  });

  it('goes on where a saved state was taken', () => {
    const random = createRandom(5);
    draw(random, 10);
    const saved = random.state.slice();
    const next = draw(random, 5);
    const restored = createRandom(0);
    restored.state.set(saved);
    expect(draw(restored, 5)).toEqual(next);
  });

  it('fills [0, 1) evenly', () => {
    const values = draw(createRandom(7), 100_000);
    for (let tenth = 0; tenth < 10; tenth++) {
      const count = values.filter((value) => Math.floor(value * 10) === tenth).length;
      // 10,000 +- 5 standard deviations of 95.
      expect(Math.abs(count - 10_000)).toBeLessThan(475);
    }
  });
});

it('draws uniformly between two numbers', () => {
  const random = createRandom(8);
  const values = Array.from({ length: 10_000 }, () => drawUniform(random, -3, 5));
  expect(Math.min(...values)).toBeGreaterThanOrEqual(-3);
  expect(Math.max(...values)).toBeLessThan(5);
  expect(Math.min(...values)).toBeLessThan(-2.9);
  expect(Math.max(...values)).toBeGreaterThan(4.9);
});

it('draws from the normal distribution', () => {
  const random = createRandom(9);
  const values = Array.from({ length: 100_000 }, () => drawGaussian(random));
  const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
  expect(moment(1)).toBeCloseTo(0, 1);
  expect(moment(2)).toBeCloseTo(1, 1);
  expect(moment(4)).toBeCloseTo(3, 0);
});

it('shuffles in place, every order equally likely', () => {
  const random = createRandom(10);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const values = Int32Array.of(1, 2, 3);
    expect(shuffle(values, random)).toBe(values);
    counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  // 1,000 +- 5 standard deviations of 29.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
});
