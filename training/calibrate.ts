import { Command } from 'commander';
import { createAccuracyBudgetOption } from './cli/accuracy-budget-option.ts';
import { addDataSetOptions, resolveDataSet, type DataSetOptions } from './cli/data-set-options.ts';
import { runCommand } from './cli/run-command.ts';
import { resolveRunDataSet } from './cli/run-data-set.ts';
import { readDataSet } from './data/read-data-set.ts';
import { prepareWasmBackend } from './engines/tfjs/wasm-backend.ts';
import { readModelFiles } from './models/model-files.ts';
import { loadTrainedNetwork } from './publish/load-trained-network.ts';
import { repackModel } from './publish/pack-run.ts';
import { writeMeasured } from './publish/promote-model.ts';
import { writeCalibration } from './run/calibration-file.ts';
import { DEFAULT_RUN_FOLDER } from './run/run-folder.ts';
import { calibrateModel } from './scoring/calibrate-model.ts';
import { describeCalibration } from './scoring/describe-calibration.ts';
import { describeEvaluation } from './scoring/describe-evaluation.ts';
import { DEFAULT_ACCURACY_BUDGET } from './scoring/fit-decision-rule.ts';
import { readScoringRows } from './scoring/scoring-rows.ts';

interface Options extends DataSetOptions {
  readonly run: string;
  readonly model?: string;
  readonly accuracyBudget?: number;
}

const program = addDataSetOptions(
  new Command('calibrate').description(
    'Fits a run’s decision rules (temperature, strength of the prior adjustment) to the even rows of PublicTest, tests ' +
      'them on the odd ones and keeps them in the run’s folder, where `npm run export` finds them. With --model it does ' +
      'so for a model that was exported, scores it anew and writes its manifest and model card.',
  ),
)
  .option('--run <folder>', 'a run that `npm run train` made', DEFAULT_RUN_FOLDER)
  .option('--model <folder>', 'a folder that `npm run export` wrote, instead of a run')
  .addOption(createAccuracyBudgetOption(String(DEFAULT_ACCURACY_BUDGET)));

await runCommand(async () => {
  const { run, model: folder, accuracyBudget, ...dataSet } = program.parse().opts<Options>();
  await prepareWasmBackend();
  if (folder === undefined) await calibrateRun(run, dataSet, accuracyBudget);
  else await calibrateExported(folder, dataSet, accuracyBudget);
});

async function calibrateRun(run: string, dataSet: DataSetOptions, accuracyBudget?: number): Promise<void> {
  const { description, files, model } = await loadTrainedNetwork(run);
  const { PublicTest } = await readDataSet(await resolveRunDataSet(description.paths, dataSet), ['PublicTest']);
  const calibration = calibrateModel(model, description.prior, PublicTest, accuracyBudget);
  await writeCalibration(run, files.weightsSha256, calibration);
  console.log(describeCalibration(calibration));
}

async function calibrateExported(folder: string, dataSet: DataSetOptions, accuracyBudget?: number): Promise<void> {
  const loaded = await readModelFiles(folder);
  const rows = await readScoringRows(await resolveDataSet(dataSet), 'PublicTest');
  const packed = repackModel(loaded, rows, accuracyBudget);
  const { manifest } = await writeMeasured(packed, folder, rows.all);
  console.log(describeEvaluation('PublicTest, all rows', packed.whole));
  console.log(`\n${describeCalibration({ decisions: manifest.decisions, record: manifest.calibration })}`);
}
