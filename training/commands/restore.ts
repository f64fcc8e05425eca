import { Command } from 'commander';
import { runCommand } from '../../node/command/run-command.ts';
import { prepareWasmBackend } from '../engines/tfjs/wasm-backend.ts';
import { findEarlierModel, restoreModel } from '../publish/earlier-models.ts';
import { upgradeModel } from '../publish/upgrade-model.ts';

const program = new Command('restore')
  .description(
    'Brings back a model that shipped once, from the git history: a start or a teacher of a later one, whose card names ' +
      'it. A manifest of an earlier version is written anew, as this program reads it.',
  )
  .argument('<weights>', 'the first digits of its weights’ SHA-256')
  .argument('<folder>', 'where it goes');

await runCommand(async () => {
  const [weights = '', folder = ''] = program.parse().args;
  const found = findEarlierModel('.', weights);
  await restoreModel('.', found, folder);
  await prepareWasmBackend();
  await upgradeModel(folder);
  console.log(`${folder}: the model of ${found.folder} as of commit ${found.commit}, weights ${found.weightsSha256}`);
});
