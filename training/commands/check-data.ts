import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { addDataSetOptions, resolveDataSet, type DataSetOptions } from './options/data-set-options.ts';
import { runCommand } from '../../node/command/run-command.ts';
import { checkDataSet } from '../data-check/check-data-set.ts';
import { summariseDataCheck } from '../data-check/summarise-data-check.ts';
import { writeDataCheck } from '../data-check/write-data-check.ts';
import { prepareWasmBackend } from '../engines/tfjs/wasm-backend.ts';

interface Options extends DataSetOptions {
  readonly out: string;
}

const program = addDataSetOptions(
  new Command('data').description(
    'Checks a data set before training: rows of each class, flat and broken pictures, duplicates inside and across splits, labels that contradict each other or the votes.',
  ),
)
  .option('--out <folder>', 'where report.md, flagged.csv and leakage.csv go', 'runs/data')
  .addHelpText(
    'after',
    `
leakage.csv lists the rows that share a photograph; train without them:
  npm run train -- --data <path> --votes <file> --leakage runs/data/leakage.csv
With --leakage, what that list says of splits that are not in the data set is kept.`,
  );

await runCommand(async () => {
  const { out, ...options } = program.parse().opts<Options>();
  const paths = await resolveDataSet(options);
  await prepareWasmBackend();
  console.log(`reading ${paths.data}`);
  const bar = new SingleBar({
    format: 'looking for duplicates {bar} {percentage} % eta {eta_formatted}',
    hideCursor: true,
    clearOnComplete: true,
  });
  let started = false;
  const check = await checkDataSet(paths, {
    onNote: (sentence) => console.warn(sentence),
    onProgress(share) {
      if (!started) bar.start(100, 0);
      started = true;
      bar.update(Math.floor(100 * share));
    },
  });
  bar.stop();
  await writeDataCheck(out, check, paths);
  for (const line of summariseDataCheck(check)) console.log(line);
  console.log(`report: ${out}/report.md`);
});
