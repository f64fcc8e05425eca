import { Command } from 'commander';
import { createEverydayStrengthOption } from './options/everyday-strength-option.ts';
import { addDataSetOptions, DATA_OF_RUN, type DataSetOptions, resolveRunDataSet } from './options/data-set-options.ts';
import { runCommand } from '../../node/command/run-command.ts';
import { prepareWasmBackend } from '../engines/tfjs/wasm-backend.ts';
import { exportRun } from '../publish/promote-model.ts';
import { chooseExportFolder } from '../models/model-files.ts';
import { DEFAULT_RUN_FOLDER, readRunDescription } from '../run/run-folder.ts';
import { describeCalibration, describeEvaluation, describeRobustness } from '../scoring/describe-scores.ts';
import { DEFAULT_STRENGTHS } from '../scoring/fit-decision-rule.ts';
import { readScoringRows } from '../data/read-data-set.ts';

interface Options extends DataSetOptions {
  readonly run: string;
  readonly out?: string;
  readonly everydayStrength?: number;
  readonly force?: boolean;
}

const program = addDataSetOptions(
  new Command('export').description(
    'Writes a run’s network for the page: batch norm folded, weights as float16, the manifest with the decision ' +
      'rules and the scores on PublicTest, and the model card. Refuses to replace a better model. Scores on ' +
      'the data set that the run was trained on; --data, --votes and --leakage say where its files lie by now.',
  ),
  DATA_OF_RUN,
)
  .option('--run <folder>', 'a run that `npm run train` made', DEFAULT_RUN_FOLDER)
  .option('--out <folder>', 'where the model goes; by default where the page looks for a network of its name')
  .addOption(
    createEverydayStrengthOption(`what \`npm run train:calibrate\` was given, or ${DEFAULT_STRENGTHS.everyday}`),
  )
  .option('--force', 'replace a better model, too, or one that cannot be read');

await runCommand(async () => {
  const { run, out: asked, everydayStrength, force, ...dataSet } = program.parse().opts<Options>();
  await prepareWasmBackend();
  const { config, paths } = await readRunDescription(run);
  const out = asked ?? chooseExportFolder(config.network.name);
  const rows = await readScoringRows(resolveRunDataSet(paths, dataSet), 'PublicTest');
  const { files, manifest, whole, clean, heldOut } = await exportRun(run, out, rows, { everydayStrength, force });

  console.log(describeEvaluation('PublicTest, all rows', whole));
  if (clean) console.log(describeEvaluation('PublicTest, rows that the leakage list does not tie to Training', clean));
  console.log(describeEvaluation('PublicTest, the half that the decision rules were not fitted to', heldOut));
  console.log(`\n${describeCalibration({ decisions: manifest.decisions, record: manifest.calibration })}`);
  if (manifest.metrics.robustness) {
    console.log(`\n== PublicTest, faces corrupted\n\n${describeRobustness(manifest.metrics.robustness)}\n`);
  }
  const { parameters, macs } = manifest;
  const megabytes = (files.weights.length / 1e6).toFixed(2);
  console.log(`${out}: ${megabytes} MB, ${parameters} parameters, ${(macs / 1e6).toFixed(1)} MMAC`);
});
