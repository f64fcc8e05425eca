import { Command } from 'commander';
import { parseCount, runCommand } from '../../node/command/run-command.ts';
import { DEFAULT_RUN_FOLDER } from '../run/run-folder.ts';
import { resumeRun } from './run-training.ts';

interface Options {
  readonly run: string;
  readonly epochs?: number;
  readonly workers?: number;
}

const program = new Command('resume')
  .description(
    'Goes on with a run after its last finished epoch. Without flags the result is the same, byte by byte, as if the ' +
      'run had never stopped.',
  )
  .option('--run <folder>', 'a run that `npm run train` began', DEFAULT_RUN_FOLDER)
  .option('--epochs <n>', 'train for longer: the learning rate warms up again', parseCount)
  .option('--workers <n>', 'threads from now on', parseCount);

await runCommand(async () => {
  const { run, ...changes } = program.parse().opts<Options>();
  await resumeRun(run, changes);
  console.log(`next: npm run export -- --run ${run}`);
});
