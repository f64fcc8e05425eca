import { Option, type Command } from 'commander';
import { chooseEngine } from '../../engines/engine-registry.ts';
import { ExpectedError } from '../../../node/command/expected-error.ts';
import { referToModel } from '../../foundations/exported-network.ts';
import { applyOptions, type PresetOptions } from '../../recipe/preset-options.ts';
import { PRESETS } from '../../recipe/presets.ts';
import { referToStart } from '../../foundations/start-weights.ts';
import type { ModelReference } from '../../../src/core/foundations.ts';
import { ENGINES, type EngineName, type TrainConfig } from '../../recipe/train-config.ts';
import { parseCount, parsePositive, parseShare } from '../../../node/command/run-command.ts';

/** Flags that say how to train, as commander parses them. */
export interface TrainingOptions extends PresetOptions {
  readonly engine: EngineName | 'auto';
  readonly startFrom?: string;
  readonly teacher?: readonly string[];
}

/** Adds `--preset`, `--engine` and what may differ from the preset. */
export function addTrainingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--preset <name>', 'which network, for how long').choices(Object.keys(PRESETS)).default('fast'),
    )
    .addOption(
      new Option(
        '--engine <name>',
        'what computes gradients; auto: tfjs-webgpu on a real GPU, else onednn where it is installed, else onnxruntime',
      )
        .choices(['auto', ...ENGINES])
        .default('auto'),
    )
    .option('--epochs <n>', 'instead of the preset’s', parseCount)
    .option('--batch-size <n>', 'images a step, instead of the preset’s', parseCount)
    .option('--learning-rate <x>', 'at its peak, instead of the preset’s', parsePositive)
    .option('--workers <n>', 'threads, instead of the preset’s', parseCount)
    .option('--label-head', 'learn FER2013’s own labels, too, in a second head of the network')
    .option('--mixup <share>', 'of the pairs of faces in a batch that are blended, instead of the preset’s', parseShare)
    .option(
      '--degrade <share>',
      'of the faces that are blurred, and of those that go through JPEG, in all epochs, instead of the preset’s',
      parseShare,
    )
    .option(
      '--start-from <folder>',
      'begin with the weights of an exported model instead of random ones; mobilenet: with those of a graph model’s JSON file',
    )
    .option('--teacher <folder>', 'learn what an exported model says, too; several: what they say on average', collect)
    .option(
      '--teacher-weight <share>',
      'of the teachers’ answers in what is learnt, instead of the preset’s',
      parseShare,
    )
    .option(
      '--teachers-see-undamaged',
      'show teachers each face before it is blurred, compressed or painted over, not as the network sees it',
    )
    .option('--seed <n>', 'instead of the preset’s', parseCount);
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/**
 * The preset with what was asked for in place of its own.
 *
 * @throws ExpectedError if a teacher or the start cannot be read, the start is another network, or teachers are
 * weighted without being named
 */
export async function resolveTrainConfig(options: TrainingOptions): Promise<TrainConfig> {
  if (options.teacherWeight !== undefined && options.teacher === undefined) {
    throw new ExpectedError('--teacher-weight weighs what a teacher says; name one with --teacher, too');
  }
  if (options.teachersSeeUndamaged && options.teacher === undefined) {
    throw new ExpectedError('--teachers-see-undamaged says what teachers see; name one with --teacher, too');
  }
  const engine = await chooseEngine(options.engine);
  const config = applyOptions(options, engine);
  return {
    ...config,
    startFrom: options.startFrom === undefined ? null : await referToStart(options.startFrom, config.network),
    teachers: await referToModels(options.teacher ?? []),
  };
}

/** One after the other: they share the tfjs backend that reads them. */
async function referToModels(folders: readonly string[]): Promise<ModelReference[]> {
  const references = [];
  for (const folder of folders) references.push(await referToModel(folder));
  return references;
}
