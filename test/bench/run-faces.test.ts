import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { callScript } from '../training/call-command.ts';
import { makeTemporaryFolder } from '../training/data/temporary-folder.ts';

it('npm run bench:faces says in one sentence what is wrong', { timeout: 240_000 }, async () => {
  const folder = await makeTemporaryFolder();
  const boxes = join(folder, 'boxes.csv');
  await writeFile(boxes, 'file,x,y,width,height\nmissing.jpg,1,2,3,4\n');
  const complaints: readonly (readonly [flags: string[], complaint: RegExp])[] = [
    [['--boxes', boxes], /^error: required option '--photos <folder>' not specified/],
    [['--photos', folder, '--boxes', join(folder, 'none.csv')], /^error: .*none\.csv/],
    [['--photos', folder, '--boxes', boxes], /^error: missing\.jpg in .* cannot be read as a picture/],
  ];
  for (const [flags, complaint] of complaints) {
    const { code, stderr } = await callScript('bench/run-faces.ts', ...flags);
    expect(code).toBe(1);
    expect(stderr).toMatch(complaint);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});
