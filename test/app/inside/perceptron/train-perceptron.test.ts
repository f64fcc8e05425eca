import { describe, expect, it } from 'vitest';
import {
  findRepeat,
  hasSettled,
  lookAtNext,
  startPerceptron,
  type PerceptronProgress,
} from '../../../../src/app/inside/perceptron/train-perceptron.ts';
import { listTruthTable, placePoint, type ExamplePoint } from '../../../../src/app/inside/points/example-points.ts';
import type { LaboratoryClient } from '../../../../src/lab/lab-client.ts';
import { startFarLaboratory } from '../test-laboratory.ts';

const laboratory = await startFarLaboratory();
const lab: Pick<LaboratoryClient, 'ask'> = { ask: (question) => question(laboratory) };

/** @returns all that it went through, until it settled or had seen so many rounds */
async function train(points: readonly ExamplePoint[], seed: number, rounds: number): Promise<PerceptronProgress[]> {
  const way = [startPerceptron(seed)];
  for (let look = 0; look < rounds * points.length; look++) {
    const progress = await lookAtNext(lab, points, way.at(-1) as PerceptronProgress);
    way.push(progress);
    if (hasSettled(progress, points)) break;
  }
  return way;
}

it.each(['and', 'or'] as const)('%s settles from 20 seeds within the rounds that the page gives it', async (name) => {
  const points = listTruthTable(name);
  for (let seed = 1; seed <= 20; seed++) {
    const end = (await train(points, seed, 20)).at(-1) as PerceptronProgress;
    expect(hasSettled(end, points), `seed ${seed}`).toBe(true);
    for (const point of points) {
      const [x, y] = placePoint(point);
      expect(Number(end.weights[0] * x + end.weights[1] * y + end.weights[2] > 0)).toBe(point.target);
    }
  }
});

describe('XOR', () => {
  it('never settles, and comes to weights that it had before, from 20 seeds', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const points = listTruthTable('xor');
      const end = (await train(points, seed, 20)).at(-1) as PerceptronProgress;
      expect(hasSettled(end, points)).toBe(false);
      const [earlier, later] = findRepeat(end) as readonly [number, number];
      expect(later).toBe(20);
      expect(earlier).toBeLessThan(later);
    }
  });
});

it('learns by Rosenblatt’s rule, from mistakes only', async () => {
  const points = listTruthTable('xor');
  const way = await train(points, 2, 4);
  let mistakes = 0;
  for (const { last, mistakes: counted } of way.slice(1)) {
    if (!last) throw new Error('nothing was looked at');
    const point = points[last.position] as ExamplePoint;
    const inputs = [...placePoint(point), 1];
    const sum = inputs.reduce((total, input, k) => total + input * (last.before[k] as number), 0);
    expect(last.sum).toBeCloseTo(sum, 5);
    expect(last.answer).toBe(sum > 1e-6 ? 1 : 0);
    expect(last.isMistake).toBe(last.answer !== point.target);
    mistakes += Number(last.isMistake);
    expect(counted).toBe(mistakes);
    last.after.forEach((weight, k) =>
      expect(weight).toBeCloseTo((last.before[k] as number) - (last.answer - point.target) * (inputs[k] as number), 5),
    );
  }
  expect(mistakes).toBeGreaterThan(3);
});

it('judges a sum of exactly 0 as not above 0', async () => {
  const points = listTruthTable('xor');
  // In units float32 makes a sum of 1.2e-7 of -1.1 + 0.1 + 1 at the fourth look.
  const way = await train(points, 126, 2);
  for (const { last } of way.slice(1)) {
    if (!last) throw new Error('nothing was looked at');
    const { x, y, target } = points[last.position] as ExamplePoint;
    const [first, second, bias] = last.before.map((weight) => Math.round(weight * 10)) as [number, number, number];
    const hundredths = first * x + second * y + bias * 10;
    const error = Number(hundredths > 0) - target;
    expect(last.sum).toBeCloseTo(hundredths / 100, 12);
    expect(last.answer).toBe(Number(hundredths > 0));
    [first - error * x, second - error * y, bias - error * 10].forEach((weight, k) =>
      expect(last.after[k]).toBeCloseTo(weight / 10, 12),
    );
  }
  expect(way.some(({ last }) => last?.sum === 0)).toBe(true);
});
