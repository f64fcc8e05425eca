import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { addLabelHead } from '../models/zoo.ts';
import { PRESETS, type PresetName } from './presets.ts';
import { trainConfigSchema } from './train-config-schema.ts';
import type { EngineName, TrainConfig } from './train-config.ts';

/** A preset, and what is to be different. */
export interface PresetOptions {
  readonly preset: PresetName;
  readonly epochs?: number | undefined;
  readonly batchSize?: number | undefined;
  readonly learningRate?: number | undefined;
  readonly workers?: number | undefined;
  readonly seed?: number | undefined;
  readonly labelHead?: boolean;
  readonly mixup?: number | undefined;
  readonly degrade?: number | undefined;
  readonly teacherWeight?: number | undefined;
  readonly teachersSeeUndamaged?: boolean;
}

/** The preset with what was asked for, but for the models that it builds on. */
export function applyOptions(options: PresetOptions, engine: EngineName): TrainConfig {
  const preset = PRESETS[options.preset];
  // Several threads on one GPU would only stand in each other's way.
  const workers = engine === 'tfjs-webgpu' ? 1 : preset.workers;
  const { degrade, mixup = preset.augment.mixup } = options;
  const degraded = degrade === undefined ? {} : { blur: degrade, jpeg: degrade };
  return {
    ...preset,
    network: options.labelHead ? addLabelHead(preset.network) : preset.network,
    engine,
    augment: { ...preset.augment, ...degraded, mixup },
    weakAugment: { ...preset.weakAugment, ...degraded },
    teacherWeight: options.teacherWeight ?? preset.teacherWeight,
    teachersSeeUndamaged: options.teachersSeeUndamaged ?? preset.teachersSeeUndamaged,
    epochs: options.epochs ?? preset.epochs,
    batchSize: options.batchSize ?? preset.batchSize,
    peakLearningRate: options.learningRate ?? preset.peakLearningRate,
    workers: options.workers ?? workers,
    seed: options.seed ?? preset.seed,
  };
}

/**
 * The flags of `npm run train` that give these settings, those that name the data left out.
 *
 * @param config as a manifest or a run's folder has it
 * @returns null if no flags give them: the presets have changed since
 */
export function describeTrainingFlags(config: Readonly<Record<string, unknown>>): string | null {
  const read = v.safeParse(trainConfigSchema, config);
  if (!read.success) return null;
  const { network, augment, weakAugment, engine, peakLearningRate, teachers, startFrom, ...rest } = read.output;
  const preset = (Object.keys(PRESETS) as PresetName[]).find((name) => PRESETS[name].network.name === network.name);
  if (!preset) return null;
  const labelHead = network.heads !== undefined;
  // Only the flag blurs in the last epochs, too.
  const degrade = augment.blur === weakAugment.blur ? augment.blur : undefined;
  const options = { ...rest, preset, labelHead, learningRate: peakLearningRate, mixup: augment.mixup, degrade };
  const merged = { ...applyOptions(options, engine), teachers, startFrom };
  if (!isDeepStrictEqual(asJson(merged), asJson(read.output))) return null;
  const { epochs, batchSize, workers, seed, teacherWeight } = merged;
  const plain = applyOptions({ preset, labelHead }, engine);
  const flags: readonly (readonly [flag: string, value: string | number, isAsked: boolean])[] = [
    ['--epochs', epochs, epochs !== plain.epochs],
    ['--batch-size', batchSize, batchSize !== plain.batchSize],
    ['--learning-rate', merged.peakLearningRate, merged.peakLearningRate !== plain.peakLearningRate],
    ['--workers', workers, workers !== plain.workers],
    ['--mixup', merged.augment.mixup, merged.augment.mixup !== plain.augment.mixup],
    ['--degrade', merged.augment.blur, merged.weakAugment.blur !== plain.weakAugment.blur],
    ['--start-from', startFrom?.folder ?? '', startFrom !== null],
    ...teachers.map(({ folder }) => ['--teacher', folder, true] as const),
    ['--teacher-weight', teacherWeight, teacherWeight !== plain.teacherWeight],
    ['--seed', seed, seed !== plain.seed],
  ];
  return [
    `--preset ${preset}`,
    `--engine ${engine}`,
    ...(labelHead ? ['--label-head'] : []),
    ...(merged.teachersSeeUndamaged ? ['--teachers-see-undamaged'] : []),
    ...flags.filter(([, , isAsked]) => isAsked).map(([flag, value]) => `${flag} ${value}`),
  ].join(' ');
}

/** Settings as a file has them: what is undefined is not there. */
function asJson(config: unknown): unknown {
  return JSON.parse(JSON.stringify(config));
}
