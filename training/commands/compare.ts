import { Command } from 'commander';
import {
  addDataSetOptions,
  defaultWithRun,
  resolveDataSet,
  type DataSetOptions,
  resolveRunDataSet,
} from './options/data-set-options.ts';
import { runCommand } from '../../node/command/run-command.ts';
import { prepareWasmBackend } from '../engines/tfjs/wasm-backend.ts';
import { chooseModelFolder, readModelFiles } from '../models/model-files.ts';
import { nameNetwork } from '../publish/model-card.ts';
import { packRun } from '../publish/pack-run.ts';
import { promoteModel, readReplaced } from '../publish/promote-model.ts';
import { DEFAULT_RUN_FOLDER, readRunDescription } from '../run/run-folder.ts';
import { describeVerdict, judgeCandidate } from '../scoring/judge-candidate.ts';
import { readScoringRows } from '../data/read-data-set.ts';

interface Options extends DataSetOptions {
  readonly run: string;
  readonly candidate?: string;
  readonly shipped?: string;
  readonly promote?: boolean;
  readonly force?: boolean;
}

const program = addDataSetOptions(
  new Command('compare').description(
    'Compares a new model with the one that ships, on the same faces of PublicTest. Worse is a model that tells the ' +
      'votes of ten people with a higher cross-entropy; without votes, one whose mean of accuracy and mean recall is ' +
      'lower. McNemar’s exact test says whether the difference in accuracy may be chance.',
  ),
  defaultWithRun('with --candidate'),
)
  .option('--run <folder>', 'the run whose network is the new model', DEFAULT_RUN_FOLDER)
  .option('--candidate <folder>', 'the new model as a folder that `npm run export` wrote, instead of a run')
  .option('--shipped <folder>', 'the model to compare with; by default the page’s own for a network of that name')
  .option('--promote', 'put the new model in the place of the other, unless it is worse')
  .option('--force', 'with --promote: even if it is worse, or the other cannot be read');

await runCommand(async () => {
  const { run, candidate: folder, shipped: asked, promote, force, ...dataSet } = program.parse().opts<Options>();
  await prepareWasmBackend();
  // Before minutes of scoring: what was named may not be there.
  const readOther = (place: string) => (promote ? readReplaced(place, force) : readModelFiles(place));
  const named = asked === undefined ? null : await readOther(asked);
  const loaded = folder === undefined ? null : await readModelFiles(folder);
  const paths = loaded
    ? await resolveDataSet(dataSet)
    : resolveRunDataSet((await readRunDescription(run)).paths, dataSet);
  const rows = await readScoringRows(paths, 'PublicTest');
  const candidate = loaded ?? (await packRun(run, rows));
  const shipped = asked ?? chooseModelFolder(nameNetwork(candidate.manifest));
  const other = asked === undefined ? await readOther(shipped) : named;
  const verdict = other && judgeCandidate(candidate, other, rows.all);
  console.log(verdict ? describeVerdict(verdict) : `there is no model in ${shipped} that can be read`);
  if (promote) {
    await promoteModel(candidate, shipped, rows, verdict, force);
    console.log(`\nwrote the new model to ${shipped}`);
  }
});
