import { join } from 'node:path';
import { runCommand } from '../../node/command/run-command.ts';
import { writeWhole } from '../../node/whole-files.ts';
import { DOCUMENT_NAMES, fillDocument } from './documents.ts';
import { restoreShippedModels } from './shipped-models.ts';

await runCommand(async () => {
  const root = join(import.meta.dirname, '../..');
  await restoreShippedModels(root);
  for (const name of DOCUMENT_NAMES) await writeWhole(join(root, name), fillDocument(root, name));
});
