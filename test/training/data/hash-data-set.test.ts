import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hashDataSet } from '../../../training/data/hash-data-set.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

it('hashes each file that a data set is made of', async () => {
  const folder = await makeTemporaryFolder();
  const [data, votes] = [join(folder, 'fer2013.csv'), join(folder, 'fer2013new.csv')];
  await writeFile(data, 'faces');
  await writeFile(votes, 'votes');
  expect(await hashDataSet({ data })).toEqual({ data: hash('faces') });
  expect(await hashDataSet({ data, votes, leakage: data })).toEqual({
    data: hash('faces'),
    votes: hash('votes'),
    leakage: hash('faces'),
  });
});

it('hashes names and contents of a folder, whatever its own name', async () => {
  const write = async (names: readonly string[], content: string): Promise<string> => {
    const folder = await makeTemporaryFolder();
    await mkdir(join(folder, 'happy', 'more'), { recursive: true });
    for (const name of names) await writeFile(join(folder, 'happy', name), content);
    return folder;
  };
  const folder = await write(['b.png', 'more/a.png'], 'x');
  const { data } = await hashDataSet({ data: folder });
  expect(await hashDataSet({ data: await write(['more/a.png', 'b.png'], 'x') })).toEqual({ data });
  expect(await hashDataSet({ data: await write(['b.png', 'more/a.png'], 'y') })).not.toEqual({ data });
  await rename(join(folder, 'happy', 'b.png'), join(folder, 'happy', 'c.png'));
  expect(await hashDataSet({ data: folder })).not.toEqual({ data });
});
