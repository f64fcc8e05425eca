import { Command } from 'commander';
import { createAccuracyBudgetOption } from './cli/accuracy-budget-option.ts';
import { addDataSetOptions, type DataSetOptions } from './cli/data-set-options.ts';
import { runCommand } from './cli/run-command.ts';
import { resolveRunDataSet } from './cli/run-data-set.ts';
import { readDataSet } from './data/read-data-set.ts';
import { prepareWasmBackend } from './engines/tfjs/wasm-backend.ts';
import { loadTrainedNetwork } from './publish/load-trained-network.ts';
import { writeCalibration } from './run/calibration-file.ts';
import { DEFAULT_RUN_FOLDER } from './run/run-folder.ts';
import { calibrateModel } from './scoring/calibrate-model.ts';
import { describeCalibration } from './scoring/describe-calibration.ts';
import { DEFAULT_ACCURACY_BUDGET } from './scoring/fit-decision-rule.ts';

interface Options extends DataSetOptions {
  readonly run: string;
  readonly accuracyBudget?: number;
}

const program = addDataSetOptions(
  new Command('calibrate').description(
    'Fits a run’s decision rule (temperature, strength of the prior adjustment) to the even rows of PublicTest, tests ' +
      'it on the odd ones and keeps it in the run’s folder, where `npm run export` finds it.',
  ),
)
  .option('--run <folder>', 'a run that `npm run train` made', DEFAULT_RUN_FOLDER)
  .addOption(createAccuracyBudgetOption(String(DEFAULT_ACCURACY_BUDGET)));

await runCommand(async () => {
  const { run, accuracyBudget, ...dataSet } = program.parse().opts<Options>();
  await prepareWasmBackend();
  const { description, files, model } = await loadTrainedNetwork(run);
  const { PublicTest } = await readDataSet(await resolveRunDataSet(description.paths, dataSet), ['PublicTest']);
  const calibration = calibrateModel(model, description.prior, PublicTest, accuracyBudget);
  await writeCalibration(run, files.weightsSha256, calibration);
  console.log(describeCalibration(calibration));
});
