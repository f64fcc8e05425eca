import { join } from 'node:path';
import { Command } from 'commander';
import { addDataSetOptions, resolveDataSet, type DataSetOptions } from './options/data-set-options.ts';
import { parseCount, runCommand, sayOnInterrupt } from '../../node/command/run-command.ts';
import { resolveTrainConfig } from './options/training-options.ts';
import { prepareWasmBackend } from '../engines/tfjs/wasm-backend.ts';
import { formatPercent } from '../../node/format.ts';
import { readScoringRows } from '../data/read-data-set.ts';
import { ensureRun } from './ensure-run.ts';
import { scoreZooRun } from '../zoo/score-zoo-run.ts';
import { writeZooResults, ZOO_NAMES, ZOO_RESULTS_FILE, type ZooResult } from '../zoo/zoo-results.ts';

interface Options extends DataSetOptions {
  readonly runs: string;
  readonly out: string;
  readonly epochs?: number;
  readonly force: boolean;
}

const program = addDataSetOptions(
  new Command('zoo').description(
    `Trains what came before the page's network (${ZOO_NAMES.join(', ')}), scores each on PublicTest as an export ` +
      'does, and writes the figures for `npm run figures`. What is trained already is left as it is.',
  ),
)
  .option('--runs <folder>', 'one run folder a network goes in there', 'runs/zoo')
  .option('--out <file>', 'where the figures go', ZOO_RESULTS_FILE)
  .option('--epochs <n>', 'instead of the presets’', parseCount)
  .option('--force', 'train again what is trained already', false);

await runCommand(async () => {
  const { runs, out, epochs, force, ...dataSet } = program.parse().opts<Options>();
  sayOnInterrupt('interrupted; go on by calling npm run train:zoo again');
  const paths = await resolveDataSet(dataSet);
  for (const preset of ZOO_NAMES) {
    const config = await resolveTrainConfig({ preset, engine: 'onnxruntime', ...(epochs !== undefined && { epochs }) });
    await ensureRun(join(runs, preset), config, paths, force);
  }

  await prepareWasmBackend();
  const rows = await readScoringRows(paths, 'PublicTest');
  const networks: ZooResult[] = [];
  for (const name of ZOO_NAMES) networks.push(await scoreZooRun(name, join(runs, name), rows));
  await writeZooResults(out, { dataHashes: rows.source.hashes, networks });
  for (const { name, ferPlusMajority, fer2013Labels } of networks) {
    console.log(`${name}: ${describe('FER+ majority', ferPlusMajority)}, ${describe('FER2013 labels', fer2013Labels)}`);
  }
  console.log(`wrote ${out}. Next: npm run figures`);
});

function describe(truth: string, score: ZooResult['ferPlusMajority']): string {
  return score
    ? `${truth} ${formatPercent(score.accuracy)} (mean recall ${formatPercent(score.meanRecall)})`
    : `no ${truth}`;
}
