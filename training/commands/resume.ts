import { Command } from 'commander';
import { parseCount, runCommand } from '../../node/command/run-command.ts';
import { DEFAULT_RUN_FOLDER, readRunDescription } from '../run/run-folder.ts';
import { addDataSetOptions, DATA_OF_RUN, resolveRunDataSet, type DataSetOptions } from './options/data-set-options.ts';
import { resumeRun } from './run-training.ts';

interface Options extends DataSetOptions {
  readonly run: string;
  readonly epochs?: number;
  readonly workers?: number;
}

const program = addDataSetOptions(
  new Command('resume').description(
    'Goes on with a run after its last finished epoch. Without flags the result is the same, byte by byte, as if the ' +
      'run had never stopped. Reads the data set that the run began with, and no other; --data, --votes and --leakage ' +
      'say where its files lie by now.',
  ),
  DATA_OF_RUN,
)
  .option('--run <folder>', 'a run that `npm run train` began', DEFAULT_RUN_FOLDER)
  .option(
    '--epochs <n>',
    'train to this epoch: from now on the learning rate is that of a run of so many epochs, without another warm-up',
    parseCount,
  )
  .option('--workers <n>', 'threads from now on', parseCount);

await runCommand(async () => {
  const { run, epochs, workers, ...dataSet } = program.parse().opts<Options>();
  const { paths } = await readRunDescription(run);
  const changes = { ...(epochs !== undefined && { epochs }), ...(workers !== undefined && { workers }) };
  await resumeRun(run, changes, resolveRunDataSet(paths, dataSet));
  console.log(`next: npm run export -- --run ${run}`);
});
