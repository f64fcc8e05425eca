import { join } from 'node:path';
import { Command } from 'commander';
import { createEverydayStrengthOption } from './options/everyday-strength-option.ts';
import {
  addDataSetOptions,
  defaultWithRun,
  resolveDataSet,
  resolveRunDataSet,
  type DataSetOptions,
} from './options/data-set-options.ts';
import { runCommand } from '../../node/command/run-command.ts';
import { addTrainingOptions, resolveTrainConfig, type TrainingOptions } from './options/training-options.ts';
import { checkDataSet } from '../data-check/check-data-set.ts';
import type { DataSetPaths } from '../data/locate-data-set.ts';
import { summariseDataCheck } from '../data-check/summarise-data-check.ts';
import { writeDataCheck } from '../data-check/write-data-check.ts';
import { prepareWasmBackend } from '../engines/tfjs/wasm-backend.ts';
import { chooseExportFolder } from '../models/model-files.ts';
import { packRun } from '../publish/pack-run.ts';
import { compareWithShipped, promoteModel } from '../publish/promote-model.ts';
import { reportRun } from '../report/run-report.ts';
import { writeCalibration } from '../run/calibration-file.ts';
import { DEFAULT_RUN_FOLDER, hasRun, readRunDescription } from '../run/run-folder.ts';
import { resumeRun, startRun } from './run-training.ts';
import { describeCalibration, describeEvaluation } from '../scoring/describe-scores.ts';
import { DEFAULT_STRENGTHS } from '../scoring/fit-decision-rule.ts';
import { describeVerdict } from '../scoring/judge-candidate.ts';
import { readScoringRows } from '../data/read-data-set.ts';

interface Options extends DataSetOptions, TrainingOptions {
  readonly run: string;
  readonly out?: string;
  readonly everydayStrength?: number;
  readonly force?: boolean;
}

const program = addTrainingOptions(
  addDataSetOptions(
    new Command('refresh').description(
      'All of it in one go: checks the data set, trains, calibrates, evaluates, compares with the model that ships and ' +
        'takes its place unless it is worse. Interrupted, it goes on where it stopped when it is called again.',
    ),
    defaultWithRun('for a new run'),
  ),
)
  .option('--run <folder>', 'where the run goes, or is found', DEFAULT_RUN_FOLDER)
  .option('--out <folder>', 'the model that ships; by default where the page looks for a network of its name')
  .addOption(createEverydayStrengthOption(String(DEFAULT_STRENGTHS.everyday)))
  .option('--force', 'replace a better model, too, or one that cannot be read');

await runCommand(async () => {
  const options = program.parse().opts<Options>();
  const { run, everydayStrength, force } = options;
  await prepareWasmBackend();

  if (await hasRun(run)) {
    announce(`${run} holds a run already: going on with it, with its own settings and data`);
    await resumeRun(run, {}, resolveRunDataSet((await readRunDescription(run)).paths, options));
  } else {
    announce('checking the data');
    const paths = await check(await resolveDataSet(options), join(run, 'data'));
    announce('training');
    await startRun(run, await resolveTrainConfig(options), paths);
  }

  announce('calibrating and evaluating');
  const { config, paths } = await readRunDescription(run);
  const rows = await readScoringRows(paths, 'PublicTest');
  const packed = await packRun(run, rows, everydayStrength);
  const { files, manifest, whole, clean, heldOut } = packed;
  await writeCalibration(run, files.weightsSha256, { decisions: manifest.decisions, record: manifest.calibration });
  console.log(describeEvaluation('PublicTest, all rows', whole));
  if (clean) console.log(describeEvaluation('PublicTest, rows that the leakage list does not tie to Training', clean));
  console.log(describeEvaluation('PublicTest, the half that the decision rules were not fitted to', heldOut));
  console.log(`\n${describeCalibration({ decisions: manifest.decisions, record: manifest.calibration })}`);
  console.log(`report: ${await reportRun(run, packed, rows.all)}`);

  const out = options.out ?? chooseExportFolder(config.network.name);
  announce(`comparing with the model in ${out}`);
  const verdict = await compareWithShipped(packed, out, rows.all, force);
  console.log(verdict ? describeVerdict(verdict) : 'there is none that can be read');
  await promoteModel(packed, out, rows, verdict, force);
  console.log(`\nwrote the new model to ${out}`);
});

/** Checks a data set; where no list of leaked rows was given, training leaves out those that the check found. */
async function check(paths: DataSetPaths, folder: string): Promise<DataSetPaths> {
  const found = await checkDataSet(paths, { onNote: console.warn, onProgress: () => undefined });
  await writeDataCheck(folder, found, paths);
  for (const line of summariseDataCheck(found)) console.log(line);
  const leakage = join(folder, 'leakage.csv');
  return paths.leakage === undefined && found.leakage !== null ? { ...paths, leakage } : paths;
}

function announce(step: string): void {
  console.log(`\n== ${step}`);
}
