import { Command } from 'commander';
import { addDataSetOptions, resolveDataSet, type DataSetOptions } from './cli/data-set-options.ts';
import { runCommand } from './cli/run-command.ts';
import { readDataSet } from './data/read-data-set.ts';
import { prepareWasmBackend } from './engines/wasm-backend.ts';
import { exportRun } from './export-run.ts';
import { MODEL_FOLDER } from './models/model-files.ts';
import { DEFAULT_RUN_FOLDER, readRunDescription } from './run/run-folder.ts';
import { describeScore } from './scoring/describe-score.ts';

interface Options extends DataSetOptions {
  readonly run: string;
  readonly out: string;
}

const program = addDataSetOptions(
  new Command('export').description(
    'Writes a run’s best network for the page: batch norm folded, weights as float16, and the manifest with the ' +
      'decision rule, fitted and scored on PublicTest. Reads the run’s own data set unless --data gives another.',
  ),
)
  .option('--run <folder>', 'a run that `npm run train` made', DEFAULT_RUN_FOLDER)
  .option('--out <folder>', 'where the model goes', MODEL_FOLDER);

await runCommand(async () => {
  const { run, out, ...dataSet } = program.parse().opts<Options>();
  await prepareWasmBackend();
  const { paths } = await readRunDescription(run);
  const { PublicTest } = await readDataSet(dataSet.data === undefined ? paths : await resolveDataSet(dataSet), [
    'PublicTest',
  ]);
  const { manifest, bytes, whole, heldOut } = await exportRun(run, out, PublicTest);

  for (const [title, { rulers }] of [
    ['PublicTest', whole],
    ['the half of PublicTest that the decision rule was not fitted to', heldOut],
  ] as const) {
    console.log(`\n== ${title}\n`);
    if (rulers.ferPlusMajority) console.log(describeScore('FER+ majority', rulers.ferPlusMajority) + '\n');
    if (rulers.fer2013Labels) console.log(describeScore('FER2013 labels', rulers.fer2013Labels) + '\n');
  }
  const { temperature, priorStrength } = manifest.decision;
  console.log(`temperature ${temperature.toFixed(3)}, strength of the prior adjustment ${priorStrength}`);
  console.log(
    `${out}: ${(bytes / 1e6).toFixed(2)} MB, ${manifest.parameters} parameters, ${(manifest.macs / 1e6).toFixed(1)} MMAC`,
  );
});
