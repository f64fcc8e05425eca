import { expect, it } from 'vitest';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { readFerPlusVotes } from '../../training/data/fer-plus-votes.ts';
import { readLeakageRows } from '../../training/data/leakage-list.ts';
import { makeTemporaryFolder } from '../training/data/temporary-folder.ts';

it.each([
  ['votes', readFerPlusVotes],
  ['a leakage list', readLeakageRows],
])('says so when %s are a folder', async (_, read) => {
  const folder = await makeTemporaryFolder();
  await expect(read(folder)).rejects.toThrow(`${folder} is a folder; give the file in it.`);
  await expect(read(folder)).rejects.toBeInstanceOf(ExpectedError);
});
