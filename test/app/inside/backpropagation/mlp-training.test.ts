import { expect, it, vi } from 'vitest';
import { MlpTraining, type MlpTask } from '../../../../src/app/inside/backpropagation/mlp-training.svelte.ts';
import { describeSmallMlp, startWeights } from '../../../../src/app/inside/backpropagation/small-mlp.ts';
import { listTruthTable, makeExamples } from '../../../../src/app/inside/points/example-points.ts';
import type { LaboratoryClient } from '../../../../src/lab/lab-client.ts';
import { startFarLaboratory } from '../test-laboratory.ts';

vi.stubGlobal('matchMedia', () => ({ matches: false }));
const laboratory = await startFarLaboratory();
const lab = { ask: (question) => question(laboratory) } satisfies Pick<LaboratoryClient, 'ask'> as LaboratoryClient;

it('a run asked for while a reset is under way does not bring back the old weights', async () => {
  let task: MlpTask = { points: listTruthTable('xor'), hidden: 2, start: 'random', seed: 1 };
  const training = new MlpTraining(lab, () => task);
  training.reset();
  await vi.waitFor(() => expect(training.ready).toBe(true));
  task = { ...task, seed: 2 };
  training.reset();
  training.toggle(() => 1);
  expect(training.running).toBe(false);
  await vi.waitFor(() => expect(training.ready).toBe(true));
  expect(training.progress?.weights).toEqual(startWeights(2, 'random', 2));
});

it('the last loss is that of the weights now, after a run and after a step by hand', async () => {
  const task: MlpTask = { points: listTruthTable('xor'), hidden: 2, start: 'random', seed: 1 };
  const training = new MlpTraining(lab, () => task);
  const expectLoss = async (steps: number) => {
    const { weights, losses } = training.progress as NonNullable<typeof training.progress>;
    const { loss } = await laboratory.differentiate(
      describeSmallMlp(2),
      weights,
      makeExamples(task.points),
      'cross-entropy',
    );
    expect(losses).toHaveLength(steps);
    expect(losses.at(-1)).toBeCloseTo(loss, 6);
  };
  training.reset();
  await vi.waitFor(() => expect(training.ready).toBe(true));
  training.take(startWeights(2, 'random', 3));
  await vi.waitFor(() => expect(training.progress?.losses).toHaveLength(1));
  await expectLoss(1);
  training.toggle(() => 0.5);
  await vi.waitFor(() => expect(training.progress?.losses.length).toBeGreaterThan(1));
  training.toggle(() => 0.5);
  await expectLoss(training.progress?.losses.length ?? 0);
});
