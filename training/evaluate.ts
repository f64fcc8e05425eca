import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { addDataSetOptions, resolveDataSet, type DataSetOptions } from './cli/data-set-options.ts';
import { runCommand } from './cli/run-command.ts';
import { readLeakageList, selectCleanRows } from './data/leakage-list.ts';
import { readDataSet } from './data/read-data-set.ts';
import { SPLITS, type Samples, type Split } from './data/samples.ts';
import { prepareWasmBackend } from './engines/wasm-backend.ts';
import { MODEL_FOLDER, readModelFiles } from './models/model-files.ts';
import { describeScore } from './scoring/describe-score.ts';
import { evaluateModel, type Evaluation } from './scoring/evaluate-model.ts';

interface Options extends DataSetOptions {
  readonly split: Split;
  readonly model: string;
  readonly json?: string;
}

const program = addDataSetOptions(
  new Command('evaluate').description(
    'Scores a model against FER2013’s labels and, where votes are given, against the FER+ majority. ' +
      'With a leakage list, the part of the split that shares no photograph with Training is scored on its own, too.',
  ),
)
  .addOption(new Option('--split <name>', 'which rows').choices(SPLITS).default('PublicTest'))
  .option('--model <folder>', 'a folder that `npm run export` wrote', MODEL_FOLDER)
  .option('--json <file>', 'write all figures there, too');

await runCommand(async () => {
  const { split, model: folder, json, ...dataSet } = program.parse().opts<Options>();
  await prepareWasmBackend();
  const { model, manifest } = await readModelFiles(folder);
  const paths = await resolveDataSet(dataSet);
  const samples = (await readDataSet(paths, [split], { trainingRows: 'all' }))[split];
  const whole = evaluateModel(model, manifest, samples);
  report(`${split}, all rows`, whole);

  const cleanSamples = paths.leakage === undefined ? null : await selectClean(samples, paths.leakage);
  const clean = cleanSamples && evaluateModel(model, manifest, cleanSamples);
  if (clean) report(`${split}, rows that share no photograph with Training`, clean);

  if (json !== undefined) {
    const result = { model: folder, split, data: paths.data, decision: manifest.decision, ...whole, clean };
    await writeFile(json, JSON.stringify(result, null, 2) + '\n');
  }
});

async function selectClean(samples: Samples, leakage: string): Promise<Samples | null> {
  return selectCleanRows(samples, await readLeakageList(leakage));
}

function report(title: string, { rulers, crossEntropy, millisecondsPerFace }: Evaluation): void {
  console.log(`\n== ${title}\n`);
  if (rulers.ferPlusMajority) console.log(describeScore('FER+ majority', rulers.ferPlusMajority) + '\n');
  if (rulers.fer2013Labels) console.log(describeScore('FER2013 labels', rulers.fer2013Labels) + '\n');
  console.log(`cross-entropy to the targets ${crossEntropy.toFixed(4)}, ${millisecondsPerFace.toFixed(2)} ms a face`);
}
