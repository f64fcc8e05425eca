import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hashModels } from '../../../tools/deploy/name-by-models.ts';
import { makeTemporaryFolder } from '../../training/data/temporary-folder.ts';

it('changes with either network', async () => {
  const folder = await makeTemporaryFolder();
  await cp('public/models', join(folder, 'models'), { recursive: true });
  const hashes = [hashModels('public'), hashModels(folder)];
  expect(hashes[1]).toBe(hashes[0]);
  for (const name of ['fast', 'accurate']) {
    const file = join(folder, 'models/expression', name, 'manifest.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"seed": ', '"seed": 1'));
    hashes.push(hashModels(folder));
  }
  expect(new Set(hashes).size).toBe(3);
});
