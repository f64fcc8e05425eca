import { join } from 'node:path';
import { Command } from 'commander';
import { addDataSetOptions, resolveDataSet, type DataSetOptions } from './options/data-set-options.ts';
import { parseCount, runCommand, sayOnInterrupt } from '../../node/command/run-command.ts';
import { resolveTrainConfig } from './options/training-options.ts';
import { prepareWasmBackend } from '../engines/tfjs/wasm-backend.ts';
import { formatPercent } from '../../node/format.ts';
import { readScoringRows } from '../data/read-data-set.ts';
import { ensureRun } from './ensure-run.ts';
import { describeZooResult } from '../zoo/describe-zoo-result.ts';
import { exportRun } from '../publish/promote-model.ts';
import { readHistory } from '../run/run-folder.ts';
import { MODELS_FOLDER } from '../models/model-files.ts';
import { writeZooResults, ZOO_RESULTS_FILE, type ZooResult } from '../zoo/zoo-results.ts';
import { HISTORIC_NAMES } from '../../src/core/model-names.ts';

interface Options extends DataSetOptions {
  readonly runs: string;
  readonly out: string;
  readonly models: string;
  readonly epochs?: number;
  readonly force: boolean;
}

const program = addDataSetOptions(
  new Command('zoo').description(
    `Trains what came before the page's network (${HISTORIC_NAMES.join(', ')}), exports each for the page’s place ` +
      'to look inside, and writes the figures for `npm run figures`. What is trained already is left as it is.',
  ),
)
  .option('--runs <folder>', 'one run folder a network goes in there', 'runs/zoo')
  .option('--out <file>', 'where the figures go', ZOO_RESULTS_FILE)
  .option('--models <folder>', 'each network goes into a folder of its name there', MODELS_FOLDER)
  .option('--epochs <n>', 'instead of the presets’', parseCount)
  .option('--force', 'train again what is trained already', false);

await runCommand(async () => {
  const { runs, out, models, epochs, force, ...dataSet } = program.parse().opts<Options>();
  sayOnInterrupt('interrupted; go on by calling npm run train:zoo again');
  const paths = await resolveDataSet(dataSet);
  for (const preset of HISTORIC_NAMES) {
    const config = await resolveTrainConfig({ preset, engine: 'onnxruntime', ...(epochs !== undefined && { epochs }) });
    await ensureRun(join(runs, preset), config, paths, force);
  }

  await prepareWasmBackend();
  const rows = await readScoringRows(paths, 'PublicTest');
  const networks: ZooResult[] = [];
  for (const name of HISTORIC_NAMES) {
    // Each is what its time could do, not the best of its kind: it replaces the last one whatever the two score.
    const { manifest } = await exportRun(join(runs, name), join(models, name), rows, { force: true });
    networks.push(describeZooResult(name, manifest, await readHistory(join(runs, name))));
  }
  await writeZooResults(out, { dataHashes: rows.source.hashes, networks });
  for (const { name, ferPlusMajority, fer2013Labels } of networks) {
    console.log(`${name}: ${describe('FER+ majority', ferPlusMajority)}, ${describe('FER2013 labels', fer2013Labels)}`);
  }
  console.log(`wrote ${out} and the networks in ${models}. Next: npm run figures`);
});

function describe(truth: string, score: ZooResult['ferPlusMajority']): string {
  return score
    ? `${truth} ${formatPercent(score.accuracy)} (mean recall ${formatPercent(score.meanRecall)})`
    : `no ${truth}`;
}
