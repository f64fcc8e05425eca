import { expect, it, vi } from 'vitest';
import { MlpTraining, type MlpTask } from '../../../../src/app/inside/backpropagation/mlp-training.svelte.ts';
import { startWeights } from '../../../../src/app/inside/backpropagation/small-mlp.ts';
import { listTruthTable } from '../../../../src/app/inside/points/example-points.ts';
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
