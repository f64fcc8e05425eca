import { describe, expect, it } from 'vitest';
import { applyOptions, describeTrainingFlags } from '../../../training/recipe/preset-options.ts';

const describeOptions = (...options: Parameters<typeof applyOptions>) =>
  describeTrainingFlags(JSON.parse(JSON.stringify(applyOptions(...options))) as Record<string, unknown>);

describe('the flags of a training', () => {
  it('are preset and engine for a preset as it is', () => {
    expect(describeOptions({ preset: 'fast' }, 'onnxruntime')).toBe('--preset fast --engine onnxruntime');
    expect(describeOptions({ preset: 'mlp' }, 'tfjs-webgpu')).toBe('--preset mlp --engine tfjs-webgpu');
  });

  it('name all that was asked for', () => {
    const options = {
      preset: 'accurate',
      epochs: 30,
      labelHead: true,
      mixup: 0.3,
      degrade: 0.3,
      learningRate: 0.05,
      seed: 7,
    } as const;
    expect(describeOptions(options, 'onnxruntime')).toBe(
      '--preset accurate --engine onnxruntime --label-head --epochs 30 --learning-rate 0.05 --mixup 0.3 --degrade 0.3 --seed 7',
    );
  });

  it('name the models that it builds on', () => {
    const model = (folder: string) => ({ folder, weightsSha256: 'a5'.repeat(32) });
    const config = {
      ...applyOptions({ preset: 'fast', teacherWeight: 0.7 }, 'onnxruntime'),
      startFrom: model('models/old'),
      teachers: [model('models/a'), model('models/b')],
    };
    const flags = '--start-from models/old --teacher models/a --teacher models/b --teacher-weight 0.7';
    expect(describeTrainingFlags(config as unknown as Record<string, unknown>)).toBe(
      `--preset fast --engine onnxruntime ${flags}`,
    );
    expect(describeTrainingFlags({ ...config, teachersSeeUndamaged: true })).toBe(
      `--preset fast --engine onnxruntime --teachers-see-undamaged ${flags}`,
    );
  });

  it('are those of a run from before there was a choice', () => {
    const config: Record<string, unknown> = { ...applyOptions({ preset: 'fast' }, 'onednn') };
    delete config.teachersSeeUndamaged;
    expect(describeTrainingFlags(config)).toBe('--preset fast --engine onednn');
  });

  it('cannot say what no flags give', () => {
    const config = applyOptions({ preset: 'fast' }, 'onnxruntime');
    expect(describeTrainingFlags({ ...config, warmupSteps: 1 })).toBeNull();
    expect(describeTrainingFlags({ network: { name: 'fast' } })).toBeNull();
    expect(describeTrainingFlags({})).toBeNull();
  });
});
