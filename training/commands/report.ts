import { Command } from 'commander';
import { addDataSetOptions, DATA_OF_RUN, type DataSetOptions, resolveRunDataSet } from './options/data-set-options.ts';
import { runCommand } from '../../node/command/run-command.ts';
import { prepareWasmBackend } from '../engines/tfjs/wasm-backend.ts';
import { packRun } from '../publish/pack-run.ts';
import { reportRun } from '../report/run-report.ts';
import { DEFAULT_RUN_FOLDER, readRunDescription } from '../run/run-folder.ts';
import { readScoringRows } from '../data/read-data-set.ts';

interface Options extends DataSetOptions {
  readonly run: string;
}

const program = addDataSetOptions(
  new Command('report').description(
    'Writes report.html into a run’s folder: settings, curves, scores, confusion matrix, reliability diagram and the ' +
      'worst mistakes, which show people: keep the file to yourself. Training itself writes the curves.',
  ),
  DATA_OF_RUN,
).option('--run <folder>', 'a run that `npm run train` made', DEFAULT_RUN_FOLDER);

await runCommand(async () => {
  const { run, ...dataSet } = program.parse().opts<Options>();
  await prepareWasmBackend();
  const { paths } = await readRunDescription(run);
  const rows = await readScoringRows(resolveRunDataSet(paths, dataSet), 'PublicTest');
  console.log(`report: ${await reportRun(run, await packRun(run, rows), rows.all)}`);
});
