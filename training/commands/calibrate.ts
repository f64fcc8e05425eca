import { Command } from 'commander';
import { createEverydayStrengthOption } from './options/everyday-strength-option.ts';
import {
  addDataSetOptions,
  defaultWithRun,
  resolveDataSet,
  type DataSetOptions,
  resolveRunDataSet,
} from './options/data-set-options.ts';
import { runCommand } from '../../node/command/run-command.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { requireSameData } from '../data/hash-data-set.ts';
import { readDataSet, type DataSetPaths, readScoringRows } from '../data/read-data-set.ts';
import { prepareWasmBackend } from '../engines/tfjs/wasm-backend.ts';
import { readModelFiles } from '../models/model-files.ts';
import { loadTrainedNetwork } from '../publish/load-trained-network.ts';
import { repackModel } from '../publish/pack-run.ts';
import { writeMeasured } from '../publish/promote-model.ts';
import { writeCalibration } from '../run/calibration-file.ts';
import { DEFAULT_RUN_FOLDER } from '../run/run-folder.ts';
import { calibrateModel } from '../scoring/calibrate-model.ts';
import { describeCalibration, describeEvaluation } from '../scoring/describe-scores.ts';
import { computePrior, DEFAULT_STRENGTHS } from '../scoring/fit-decision-rule.ts';

interface Options extends DataSetOptions {
  readonly run: string;
  readonly model?: string;
  readonly everydayStrength?: number;
}

const program = addDataSetOptions(
  new Command('calibrate').description(
    'Makes a run’s decision rules: takes a multiple of the log prior off, fits temperatures to the even rows of ' +
      'PublicTest, tests the everyday rule on the odd ones and keeps the rules in the run’s folder, where `npm run export` finds them. With --model it does ' +
      'so for a model that was exported, scores it anew and writes its manifest and model card.',
  ),
  defaultWithRun('with --model'),
)
  .option('--run <folder>', 'a run that `npm run train` made', DEFAULT_RUN_FOLDER)
  .option('--model <folder>', 'a folder that `npm run export` wrote, instead of a run')
  .addOption(createEverydayStrengthOption(`with --model that of the model, else ${DEFAULT_STRENGTHS.everyday}`));

await runCommand(async () => {
  const { run, model: folder, everydayStrength, ...dataSet } = program.parse().opts<Options>();
  await prepareWasmBackend();
  if (folder === undefined) await calibrateRun(run, dataSet, everydayStrength);
  else await calibrateExported(folder, dataSet, everydayStrength);
});

async function calibrateRun(run: string, dataSet: DataSetOptions, everydayStrength?: number): Promise<void> {
  const { description, files, model } = await loadTrainedNetwork(run);
  const rows = await readScoringRows(resolveRunDataSet(description.paths, dataSet), 'PublicTest');
  requireSameData(run, description.dataHashes, rows.source);
  const calibration = calibrateModel(model, description.prior, rows.all, everydayStrength);
  await writeCalibration(run, files.weightsSha256, calibration);
  console.log(describeCalibration(calibration));
}

async function calibrateExported(folder: string, dataSet: DataSetOptions, everydayStrength?: number): Promise<void> {
  const loaded = await readModelFiles(folder);
  const paths = await resolveDataSet(dataSet);
  const { calibration, data } = loaded.manifest;
  const rows = await readScoringRows(paths, 'PublicTest');
  requireSameData(folder, data.hashes, rows.source);
  const prior = calibration.offsets?.prior ?? (await readPrior(paths, data.trainingRows));
  const packed = repackModel(loaded, prior, rows, everydayStrength ?? calibration.offsets?.strengths.everyday);
  const { manifest } = await writeMeasured(packed, folder, rows);
  console.log(describeEvaluation('PublicTest, all rows', packed.whole));
  console.log(`\n${describeCalibration({ decisions: manifest.decisions, record: manifest.calibration })}`);
}

/**
 * The share of each class in what a model was trained on, for one whose manifest does not know it.
 *
 * @param trainingRows how many faces that were
 * @throws ExpectedError if the data set has another number of them
 */
async function readPrior(paths: DataSetPaths, trainingRows: number): Promise<number[]> {
  const { Training } = await readDataSet(paths, ['Training']);
  if (Training.labels.length !== trainingRows) {
    throw new ExpectedError(
      `The model was trained on ${trainingRows} faces, and these data have ${Training.labels.length} to train on; ` +
        'give the data, votes and leakage list that it was trained with.',
    );
  }
  return computePrior(Training.targets);
}
