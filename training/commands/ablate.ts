import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Command, Option } from 'commander';
import {
  ABLATION_RESULTS_FILE,
  parseAblationResults,
  writeAblationResults,
  type AblationResults,
} from '../ablation/ablation-results.ts';
import { describeAblation } from '../ablation/describe-ablation.ts';
import { scoreVariant } from '../ablation/score-variant.ts';
import { VARIANTS } from '../ablation/variants.ts';
import { addDataSetOptions, resolveDataSet, type DataSetOptions } from './options/data-set-options.ts';
import { parseCount, runCommand, sayOnInterrupt } from '../../node/command/run-command.ts';
import { addTrainingOptions, resolveTrainConfig, type TrainingOptions } from './options/training-options.ts';
import type { DataHashes } from '../data/hash-data-set.ts';
import { prepareWasmBackend } from '../engines/tfjs/wasm-backend.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { referToModel } from '../foundations/exported-network.ts';
import { folderOfModel } from '../models/model-files.ts';
import { DEFAULT_STRENGTHS } from '../scoring/fit-decision-rule.ts';
import { readScoringRows } from '../data/read-data-set.ts';
import { readIfThere } from '../../node/whole-files.ts';
import { ensureRun } from './ensure-run.ts';

interface Options extends DataSetOptions, TrainingOptions {
  readonly runs: string;
  readonly out: string;
  readonly seeds: number;
  readonly only?: readonly string[];
}

/** What is left out one by one must be in it. */
const RECIPE = { labelHead: true, mixup: 0.3 } as const;

const names = VARIANTS.map(({ name }) => name);
const program = addTrainingOptions(
  addDataSetOptions(
    new Command('ablate').description(
      'Trains the recipe, and the recipe with one thing left out or added, with several seeds each, and writes the figures for ' +
        '`npm run figures` after each run. What is trained already is left as it is: call it again to go on.',
    ),
  ),
)
  .option('--seeds <n>', 'runs of each variant: seeds 1 to n', parseCount, 3)
  .addOption(new Option('--only <names...>', 'these variants').choices(names))
  .option('--runs <folder>', 'one run folder a variant and seed goes in there', 'runs/ablation')
  .option('--out <file>', 'where the figures go', ABLATION_RESULTS_FILE);

await runCommand(async () => {
  const { runs: folder, out, seeds, only = names, ...options } = program.parse().opts<Options>();
  sayOnInterrupt('interrupted; go on by calling npm run train:ablate again');
  const paths = await resolveDataSet(options);
  const recipe = await resolveTrainConfig({ ...RECIPE, ...options });
  const larger = await referToModel(folderOfModel('accurate'));
  const rows = await readScoringRows(paths, 'PublicTest');
  const dataHashes = rows.source.hashes;
  const everydayStrength = DEFAULT_STRENGTHS.everyday;
  let { runs } = await readResults(out, dataHashes, everydayStrength);
  const other = runs.find(({ epochs }) => epochs !== recipe.epochs);
  if (other) {
    throw new ExpectedError(
      `${out} holds runs of ${other.epochs} epochs, which cannot be compared with ${recipe.epochs}; give --epochs ${other.epochs}, or another file with --out`,
    );
  }
  // Seed by seed, so that a command that is stopped leaves whole rows of the table.
  for (let seed = 1; seed <= seeds; seed++) {
    for (const { name, change } of VARIANTS.filter((variant) => only.includes(variant.name))) {
      if (runs.some((run) => run.variant === name && run.seed === seed)) continue;
      console.log(`\n== ${name}, seed ${seed}`);
      const place = join(folder, `${name}-${seed}`);
      await ensureRun(place, change({ ...recipe, seed }, larger), paths, false);
      await prepareWasmBackend();
      runs = [...runs, await scoreVariant(name, place, rows)];
      await writeAblationResults(out, { dataHashes, everydayStrength, runs });
    }
  }
  console.log(`\n${describeAblation(runs)}\n\nwrote ${out}. Next: npm run figures`);
});

/**
 * What an earlier call wrote.
 *
 * @throws ExpectedError if it was on other data or by other rules, and by which, or the file is damaged
 */
async function readResults(path: string, dataHashes: DataHashes, everydayStrength: number): Promise<AblationResults> {
  const text = await readIfThere(path);
  if (text === null) return { dataHashes, everydayStrength, runs: [] };
  const results = parseAblationResults(text, path);
  const fault = findFault(results, dataHashes, everydayStrength);
  if (fault === null) return results;
  throw new ExpectedError(
    `${path} ${fault}, so new ones cannot be compared with them; move that file away, or give another with --out`,
  );
}

/** What keeps new figures from being added to those of a file; null: nothing does. */
function findFault(results: AblationResults, dataHashes: DataHashes, everydayStrength: number): string | null {
  if (!isDeepStrictEqual(results.dataHashes, dataHashes)) return 'holds figures of another data set';
  if (results.everydayStrength === everydayStrength) return null;
  return results.everydayStrength === null
    ? 'holds figures by decision rules that were fitted class by class, which are not made any more'
    : `holds figures by everyday rules of strength ${results.everydayStrength}, which is ${everydayStrength} by now`;
}
