import { execFileSync } from 'node:child_process';
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError, Option } from 'commander';
import { addDataSetOptions, resolveDataSet, type DataSetOptions } from './cli/data-set-options.ts';
import { runCommand } from './cli/run-command.ts';
import { readDataSet, type DataSetPaths } from './data/read-data-set.ts';
import { prepareWasmBackend } from './engines/wasm-backend.ts';
import { PRESETS, type PresetName } from './presets.ts';
import {
  createRunFolder,
  DEFAULT_RUN_FOLDER,
  readRunDescription,
  refuseExistingRun,
  updateRunConfig,
  type EpochRecord,
  type RunDescription,
} from './run/run-folder.ts';
import { formatPercent } from './scoring/describe-score.ts';
import { computePrior } from './scoring/fit-decision-rule.ts';
import type { TrainConfig } from './train-config.ts';
import { trainNetwork, type TrainingListener } from './train-network.ts';

interface Options extends DataSetOptions {
  readonly preset: PresetName;
  readonly run: string;
  readonly resume?: true;
  readonly epochs?: number;
  readonly workers?: number;
  readonly seed?: number;
}

const program = addDataSetOptions(
  new Command('train').description('Trains the expression network on FER2013 with TensorFlow.js on its wasm backend.'),
)
  .addOption(new Option('--preset <name>', 'how long and how large').choices(Object.keys(PRESETS)).default('fast'))
  .option('--run <folder>', 'where config, history and checkpoints go', DEFAULT_RUN_FOLDER)
  .addOption(
    new Option('--resume', 'go on with the run in --run after its last finished epoch; --epochs may make it longer')
      // What these decide is in the run already.
      .conflicts(['preset', 'data', 'votes', 'leakage', 'seed']),
  )
  .option('--epochs <n>', 'instead of the preset’s', parseCount)
  .option('--workers <n>', 'training threads, instead of the preset’s', parseCount)
  .option('--seed <n>', 'instead of the preset’s', parseCount);

await runCommand(async () => {
  const options = program.parse().opts<Options>();
  await prepareWasmBackend();
  const { config, paths } = options.resume ? await resumeRun(options) : await describeNewRun(options);

  console.log(`reading ${paths.data}`);
  const { Training: training, PublicTest: validation } = await readDataSet(paths, ['Training', 'PublicTest']);
  if (!options.resume) {
    const prior = computePrior(training.targets);
    const trainingRows = training.labels.length;
    await createRunFolder(options.run, { config, paths, gitCommit: readGitCommit(), trainingRows, prior });
  }
  console.log(`training on ${training.labels.length} faces, validating on ${validation.labels.length}`);
  const bestEpoch = await trainNetwork(options.run, config, training, validation, createTerminalListener(config));
  console.log(`best epoch: ${bestEpoch}. Next: npm run export -- --run ${options.run}`);
});

async function describeNewRun(options: Options): Promise<{ config: TrainConfig; paths: DataSetPaths }> {
  await refuseExistingRun(options.run); // before minutes of reading, and again when it is made
  const preset = PRESETS[options.preset];
  const config = {
    ...preset,
    epochs: options.epochs ?? preset.epochs,
    workers: options.workers ?? preset.workers,
    seed: options.seed ?? preset.seed,
  };
  return { config, paths: await resolveDataSet(options) };
}

/** The run as it is, with the epochs and workers that are asked for now. */
async function resumeRun({ run, epochs, workers }: Options): Promise<RunDescription> {
  const description = await readRunDescription(run);
  const config = {
    ...description.config,
    ...(epochs !== undefined && { epochs }),
    ...(workers !== undefined && { workers }),
  };
  await updateRunConfig(run, config);
  return { ...description, config };
}

/** A progress bar for the epoch, a line when it ends. */
function createTerminalListener(config: TrainConfig): TrainingListener {
  let bar: SingleBar | null = null;
  return {
    onStep(epoch, step, stepsPerEpoch, loss) {
      if (!bar) {
        const format = `epoch ${epoch}/${config.epochs} {bar} {value}/{total} eta {eta_formatted} loss {loss}`;
        // Into a file, one line a minute instead of a bar.
        const file = { noTTYOutput: true, notTTYSchedule: 60_000 };
        bar = new SingleBar({ format, hideCursor: true, clearOnComplete: true, ...file });
        bar.start(stepsPerEpoch, 0, { loss: '-' });
      }
      bar.update(step, { loss: loss.toFixed(3) });
    },
    onEpoch(record) {
      bar?.stop();
      bar = null;
      console.log(describeEpoch(record));
    },
  };
}

function describeEpoch(record: EpochRecord): string {
  const rulers = [
    ['FER+ majority', record.ferPlusMajority],
    ['FER2013 labels', record.fer2013Labels],
  ] as const;
  const scores = rulers.map(([name, score]) =>
    score ? `, ${name} ${formatPercent(score.accuracy)} (mean recall ${formatPercent(score.meanRecall)})` : '',
  );
  const speed = `${record.imagesPerSecond.toFixed(0)} images/s`;
  const losses = `loss ${record.loss.toFixed(4)}, validation ${record.validationLoss.toFixed(4)}`;
  return `epoch ${record.epoch}: ${losses}${scores.join('')}, ${record.seconds.toFixed(0)} s, ${speed}`;
}

function readGitCommit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null; // not a git checkout: the manifest then says so
  }
}

function parseCount(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number from 1.');
  return value;
}
