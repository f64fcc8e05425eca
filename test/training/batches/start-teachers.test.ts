import { expect, it, vi } from 'vitest';
import { startTeachers } from '../../../training/batches/start-teachers.ts';
import { ExpectedError } from '../../../node/command/expected-error.ts';
import type { InferenceFunction } from '../../../training/engines/inference-function.ts';
import { ZOO } from '../../../training/models/zoo.ts';
import { createPerturbedWeights } from '../engines/create-batch.ts';

const engine = vi.hoisted(() => ({ createInferenceFunction: vi.fn() }));
vi.mock('../../../training/engines/create-inference-function.ts', () => engine);

it('leaves no teacher behind if another one cannot start', async () => {
  const dispose = vi.fn(() => Promise.resolve());
  const started: InferenceFunction = { predict: () => Promise.resolve(new Float32Array()), dispose };
  engine.createInferenceFunction
    .mockResolvedValueOnce(started)
    .mockRejectedValueOnce(new ExpectedError('no room for it; give one teacher less'));
  const teacher = { network: ZOO.perceptron, weights: createPerturbedWeights(ZOO.perceptron) };
  const distillation = { teachers: [teacher, teacher], weight: 0.5, engine: 'onnxruntime', threads: 1 } as const;
  await expect(startTeachers(distillation, ZOO.perceptron, 4)).rejects.toThrow(/one teacher less/);
  expect(dispose).toHaveBeenCalledOnce();
});
