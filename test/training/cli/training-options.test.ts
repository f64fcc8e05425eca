import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  addTrainingOptions,
  resolveTrainConfig,
  type TrainingOptions,
} from '../../../training/cli/training-options.ts';
import { PRESETS } from '../../../training/presets.ts';

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

  it.each([
    ['--mixup', '2'],
    ['--epochs', '0'],
    ['--learning-rate', '-1'],
    ['--preset', 'best'],
  ])('refuse %s %s', async (...flags) => {
    await expect(resolve(...flags)).rejects.toThrow(flags[0]);
  });
});
