import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  addTrainingOptions,
  resolveTrainConfig,
  type TrainingOptions,
} from '../../../../training/commands/options/training-options.ts';
import { ModelFilesError } from '../../../../training/models/model-files.ts';
import { ZOO } from '../../../../training/models/zoo.ts';
import { PRESETS } from '../../../../training/recipe/presets.ts';
import { makeTemporaryFolder } from '../../data/temporary-folder.ts';
import { writeModel } from '../../write-model.ts';

async function resolve(...flags: string[]) {
  const program = addTrainingOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  const options = program.parse(flags, { from: 'user' }).opts<TrainingOptions>();
  return resolveTrainConfig({ ...options, engine: 'onnxruntime' });
}

describe('the flags of a training', () => {
  it('leave a preset as it is', async () => {
    expect(await resolve()).toEqual({ ...PRESETS.fast, engine: 'onnxruntime' });
    expect((await resolve('--preset', 'lenet5')).network.name).toBe('lenet5');
  });

  it('change what they name', async () => {
    const config = await resolve('--epochs', '3', '--seed', '7', '--mixup', '0.3', '--label-head');
    expect(config).toMatchObject({ epochs: 3, seed: 7, augment: { ...PRESETS.fast.augment, mixup: 0.3 } });
    expect(config.network.heads?.map(({ name }) => name)).toEqual(['votes', 'labels']);
    expect(config.weakAugment.mixup).toBe(0);
  });

  it('degrade faces up to the last epoch', async () => {
    const { augment, weakAugment } = await resolve('--degrade', '0.3');
    for (const changes of [augment, weakAugment]) expect(changes).toMatchObject({ blur: 0.3, jpeg: 0.3 });
    expect(weakAugment).toEqual({ ...PRESETS.fast.weakAugment, blur: 0.3, jpeg: 0.3 });
  });

  it('name several teachers, with the hashes of their weights', async () => {
    const folder = await makeTemporaryFolder();
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    const [first, second] = [await writeModel(a, ZOO.perceptron, 1), await writeModel(b, ZOO.perceptron, 2)];
    const config = await resolve('--teacher', a, '--teacher', b, '--teacher-weight', '0.8');
    expect(config).toMatchObject({
      teachers: [
        { folder: a, weightsSha256: first.weightsSha256 },
        { folder: b, weightsSha256: second.weightsSha256 },
      ],
      teacherWeight: 0.8,
    });
  });

  it('weigh no teacher that is not named, nor name one that is not there', async () => {
    await expect(resolve('--teacher-weight', '0.8')).rejects.toThrow(/--teacher, too/);
    await expect(resolve('--teachers-see-undamaged')).rejects.toThrow(/--teacher, too/);
    await expect(resolve('--teacher', 'nowhere')).rejects.toThrow(ModelFilesError);
  });

  it.each([
    ['--mixup', '2'],
    ['--degrade', '-0.1'],
    ['--epochs', '0'],
    ['--learning-rate', '-1'],
    ['--preset', 'best'],
    ['--teacher-weight', '1.5'],
  ])('refuse %s %s', async (...flags) => {
    await expect(resolve(...flags)).rejects.toThrow(flags[0]);
  });
});
