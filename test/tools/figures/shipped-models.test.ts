import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readShippedModels, restoreShippedModels } from '../../../tools/figures/shipped-models.ts';
import { folderOfModel } from '../../../training/models/model-files.ts';
import { MANIFEST } from '../../core/made-up-manifest.ts';
import { makeTemporaryFolder } from '../../training/data/temporary-folder.ts';

it('puts back a network that was being replaced when its writer was killed', async () => {
  const root = await makeTemporaryFolder();
  const folder = join(root, folderOfModel('fast'));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(MANIFEST));
  await writeFile(join(folder, 'weights.bin'), new Uint8Array(8));
  const before = readShippedModels(root);
  expect(before).toMatchObject([{ name: 'fast', bytes: 8 }]);
  for (const name of ['manifest.json', 'weights.bin']) await rename(join(folder, name), join(folder, `${name}.old`));
  await restoreShippedModels(root);
  expect(readShippedModels(root)).toEqual(before);
});
