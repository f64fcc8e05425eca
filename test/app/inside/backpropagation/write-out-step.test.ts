import { describe, expect, it } from 'vitest';
import { computeStep } from '../../../../src/app/inside/backpropagation/compute-step.ts';
import { describeSmallMlp, startWeights } from '../../../../src/app/inside/backpropagation/small-mlp.ts';
import { writeOutStep, type WrittenWeight } from '../../../../src/app/inside/backpropagation/write-out-step.ts';
import { STAGES, writeStage } from '../../../../src/app/inside/backpropagation/write-stage.ts';
import { listTruthTable, makeExamples, type ExamplePoint } from '../../../../src/app/inside/points/example-points.ts';
import { startFarLaboratory } from '../test-laboratory.ts';

const laboratory = await startFarLaboratory();
const POINTS = listTruthTable('xor');

/** A step at weights that are not as drawn: biases are not 0 and the last matrix is not small. */
async function takeStep(hidden: number, point: ExamplePoint, rate = 0.5) {
  const weights = startWeights(hidden, 'random', 7).map((weight, k) => 1.5 * weight + 0.2 * Math.sin(k));
  return computeStep(laboratory, hidden, weights, point, rate);
}

describe.each([1, 2, 4, 8])('a step with %d hidden units', (hidden) => {
  it('has the gradients that central finite differences of the loss give', async () => {
    for (const point of POINTS) {
      const { weights, gradients } = await takeStep(hidden, point);
      const lossAt = async (place: number, change: number) => {
        const moved = weights.map((weight, k) => (k === place ? weight + change : weight));
        const network = describeSmallMlp(hidden);
        return (await laboratory.differentiate(network, moved, makeExamples([point]), 'cross-entropy')).loss;
      };
      for (const place of weights.keys()) {
        const change = 1e-2;
        const difference = (await lossAt(place, change)) - (await lossAt(place, -change));
        expect(gradients[place], `weight ${place}`).toBeCloseTo(difference / (2 * change), 4);
      }
    }
  });

  it('is written out in products that are the laboratory’s gradients, and in the weights that it leads to', async () => {
    for (const point of POINTS) {
      const written = writeOutStep(await takeStep(hidden, point));
      const all: WrittenWeight[] = [
        ...written.units.flatMap(({ inputs, bias, output }) => [...inputs, bias, output]),
        written.outputBias,
      ];
      expect(all).toHaveLength(4 * hidden + 1);
      for (const { factors, gradient, weight, next } of all) {
        expect(factors[0] * factors[1]).toBeCloseTo(gradient, 6);
        expect(weight - 0.5 * gradient).toBeCloseTo(next, 6);
      }
      expect(new Set(all.map(({ weight }) => weight)).size, 'each weight once').toBe(all.length);
      for (const { sum, activation, inputs, bias } of written.units) {
        const byHand = inputs[0].weight * written.input[0] + inputs[1].weight * written.input[1] + bias.weight;
        expect(sum).toBeCloseTo(byHand, 5);
        expect(activation).toBeCloseTo(1 / (1 + Math.exp(-byHand)), 5);
      }
      const right = written.target === 1 ? written.answer : 1 - written.answer;
      expect(written.loss).toBeCloseTo(-Math.log(right), 5);
      expect(written.nextLoss).toBeLessThan(written.loss);
    }
  });
});

it('says every stage in numbers, the gradient of the first output weight among them', async () => {
  const written = writeOutStep(await takeStep(4, POINTS[1] as ExamplePoint));
  const counts = STAGES.map((stage) => writeStage(stage, written).length);
  expect(counts).toEqual([8, 2, 2, 5, 4, 12, 17]);
  const [first] = writeStage('output-gradients', written);
  expect(first?.symbol).toBe('∂E/∂v₁');
  expect(first?.text).toMatch(/^−0\.\d{3} × 0\.\d{3} = −0\.\d{3}$/);
  for (const stage of STAGES) {
    for (const { text } of writeStage(stage, written)) expect(text).not.toMatch(/NaN|undefined|--|\+ −/);
  }
});

it('does not take a step that would leave all bounds', async () => {
  const step = await takeStep(2, POINTS[1] as ExamplePoint, 1e9);
  expect(step.diverged).toBe(true);
  expect(step.nextWeights).toEqual(step.weights);
});
