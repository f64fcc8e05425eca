import { Command, Option } from 'commander';
import { addDataSetOptions, resolveDataSet, type DataSetOptions } from './options/data-set-options.ts';
import { runCommand } from '../../node/command/run-command.ts';
import { writeJson } from '../../node/json-file.ts';
import { SPLITS, type Split } from '../data/samples.ts';
import { prepareWasmBackend } from '../engines/tfjs/wasm-backend.ts';
import { rebuildNetwork } from '../foundations/exported-network.ts';
import { folderOfModel, readModelFiles } from '../models/model-files.ts';
import { describeEvaluation, describeRobustness } from '../scoring/describe-scores.ts';
import { evaluateModel } from '../scoring/evaluate-model.ts';
import { measureLatency } from '../scoring/measure-latency.ts';
import { measureRobustness } from '../scoring/measure-robustness.ts';
import { readScoringRows } from '../data/read-data-set.ts';

interface Options extends DataSetOptions {
  readonly split: Split;
  readonly model: string;
  readonly json?: string;
  readonly robustness?: boolean;
}

const program = addDataSetOptions(
  new Command('evaluate').description(
    'Scores a model against FER2013’s labels and, where votes are given, against the FER+ majority. ' +
      'With a leakage list, the part of the split that it does not tie to Training is scored on its own, too.',
  ),
)
  .addOption(new Option('--split <name>', 'which rows').choices(SPLITS).default('PublicTest'))
  .option('--model <folder>', 'a folder that `npm run export` wrote', folderOfModel('fast'))
  .option('--robustness', 'score faces that are moved, turned, resized, darkened, blurred and compressed, too')
  .option('--json <file>', 'write all figures there, too');

await runCommand(async () => {
  const { split, model: folder, json, robustness: isAsked = false, ...dataSet } = program.parse().opts<Options>();
  await prepareWasmBackend();
  const loaded = await readModelFiles(folder);
  const { model, manifest } = loaded;
  const paths = await resolveDataSet(dataSet);
  const rows = await readScoringRows(paths, split);
  const whole = evaluateModel(model, manifest, rows.all);
  console.log(describeEvaluation(`${split}, all rows`, whole));

  const clean = rows.clean && evaluateModel(model, manifest, rows.clean);
  if (clean) console.log(describeEvaluation(`${split}, rows that the leakage list does not tie to Training`, clean));

  const latency = measureLatency(model, rows.all.pixels, manifest.normalisation);
  const { median, p95 } = latency;
  console.log(
    `\none face at a time, on wasm in Node: median ${median.toFixed(2)} ms, 95 of 100 within ${p95.toFixed(2)} ms`,
  );

  const robustness = isAsked ? await measureRobustness(await rebuildNetwork(loaded, folder), manifest, rows.all) : null;
  if (robustness) console.log(`\n== ${split}, faces corrupted\n\n${describeRobustness(robustness)}`);

  if (json !== undefined) {
    const result = {
      model: folder,
      split,
      data: paths.data,
      dataHashes: rows.source.hashes,
      decisions: manifest.decisions,
      ...whole,
      latency,
      clean,
      robustness,
    };
    await writeJson(json, result);
  }
});
