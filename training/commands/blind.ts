import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { runCommand } from '../../node/command/run-command.ts';
import { writeWhole } from '../../node/whole-files.ts';
import { MODEL_NAMES } from '../../src/core/model-names.ts';
import { readBlindRows } from '../data/read-blind-rows.ts';
import { prepareWasmBackend } from '../engines/tfjs/wasm-backend.ts';
import { folderOfModel, MODEL_CARD, readModelFiles } from '../models/model-files.ts';
import { BLIND_SCORES_FILE, recordBlindScores, summariseBlind } from '../publish/blind-record.ts';
import { describeModelCard } from '../publish/model-card.ts';
import { describeEvaluation } from '../scoring/describe-scores.ts';
import { evaluateModel } from '../scoring/evaluate-model.ts';
import { addDataSetOptions, resolveDataSet, type DataSetOptions } from './options/data-set-options.ts';

interface Options extends DataSetOptions {
  readonly model: readonly string[];
  readonly out: string;
}

const program = addDataSetOptions(
  new Command('blind').description(
    'Scores models on PrivateTest of the whole fer2013.csv, whose faces are blind, with FER+’s votes, and records the ' +
      'scores by the weights’ SHA-256, where the page, the model cards and `npm run figures` find them. Choose nothing by them: no rule, no ' +
      'recipe, no model.',
  ),
)
  .option('--model <folders...>', 'folders that `npm run export` wrote', MODEL_NAMES.map(folderOfModel))
  .option(
    '--out <file>',
    'where the scores go; with another file than the default one, no model card changes',
    BLIND_SCORES_FILE,
  );

await runCommand(async () => {
  const { model: folders, out, ...dataSet } = program.parse().opts<Options>();
  await prepareWasmBackend();
  const samples = await readBlindRows(await resolveDataSet(dataSet));
  const isPublished = resolve(out) === resolve(BLIND_SCORES_FILE); // cards say what page and figures say
  for (const folder of folders) {
    const { model, manifest } = await readModelFiles(folder);
    const evaluation = evaluateModel(model, manifest, samples);
    const scores = await recordBlindScores(out, summariseBlind(manifest, evaluation));
    if (isPublished) await writeWhole(join(folder, MODEL_CARD), describeModelCard(manifest, scores));
    console.log(describeEvaluation(`${folder}, PrivateTest`, evaluation));
  }
  console.log(isPublished ? `\nwrote ${out} and the model cards. Next: npm run figures` : `\nwrote ${out}`);
});
