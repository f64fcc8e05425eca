import { Command } from 'commander';
import { addDataSetOptions, resolveDataSet, type DataSetOptions } from './options/data-set-options.ts';
import { runCommand } from '../../node/command/run-command.ts';
import { addTrainingOptions, resolveTrainConfig, type TrainingOptions } from './options/training-options.ts';
import { DEFAULT_RUN_FOLDER } from '../run/run-folder.ts';
import { startRun } from './run-training.ts';

interface Options extends DataSetOptions, TrainingOptions {
  readonly run: string;
}

const program = addTrainingOptions(
  addDataSetOptions(
    new Command('train').description(
      'Trains a network on FER2013. After each epoch the run’s folder holds all that `npm run train:resume` needs to go on.',
    ),
  ),
).option('--run <folder>', 'where config, history, checkpoints and report go', DEFAULT_RUN_FOLDER);

await runCommand(async () => {
  const options = program.parse().opts<Options>();
  const config = await resolveTrainConfig(options);
  await startRun(options.run, config, await resolveDataSet(options));
  console.log(`next: npm run export -- --run ${options.run}`);
});
