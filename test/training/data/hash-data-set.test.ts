import { createHash } from 'node:crypto';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { hashDataSet, readHashed, requireSameData } from '../../../training/data/hash-data-set.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

async function writeFolder(names: readonly string[], content: string): Promise<string> {
  const folder = await makeTemporaryFolder();
  for (const name of names) {
    await mkdir(join(folder, dirname(name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

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
  const folder = await writeFolder(['happy/b.png', 'sad/a.png'], 'x');
  const { data } = await hashDataSet({ data: folder });
  expect(data).toBe(hash('happy/b.png\nxsad/a.png\nx')); // what the manifests of runs have
  expect(await hashDataSet({ data: await writeFolder(['sad/a.png', 'happy/b.png'], 'x') })).toEqual({ data });
  expect(await hashDataSet({ data: await writeFolder(['happy/b.png', 'sad/a.png'], 'y') })).not.toEqual({ data });
  await rename(join(folder, 'happy', 'b.png'), join(folder, 'happy', 'c.png'));
  expect(await hashDataSet({ data: folder })).not.toEqual({ data });
});

it.each([
  ['happy', '.DS_Store'],
  ['happy', 'notes.txt'],
  ['happy', '._b.png'],
  ['', '.DS_Store'],
  ['contempt', 'a.png'],
  ['happy/more', 'a.png'],
  ['happy/folder.png', 'a.png'],
  ['__MACOSX/happy', 'b.png'],
])('leaves out of a folder what is not read: %s/%s', async (place, name) => {
  const folder = await writeFolder(['happy/b.png'], 'x');
  const { data } = await hashDataSet({ data: folder });
  await mkdir(join(folder, place), { recursive: true });
  await writeFile(join(folder, place, name), 'x');
  expect(await hashDataSet({ data: folder })).toEqual({ data });
});

it('hashes all splits of a folder, also those that are links', async () => {
  const folder = await writeFolder(['train/happy/b.png', 'more/happy/a.png'], 'x');
  expect(await hashDataSet({ data: folder })).toEqual({ data: hash('train/happy/b.png\nx') });
  await symlink(join(folder, 'more'), join(folder, 'test'));
  expect(await hashDataSet({ data: folder })).toEqual({ data: hash('test/happy/a.png\nxtrain/happy/b.png\nx') });
});

it('hashes of a folder with a csv file only what is read of it', async () => {
  const folder = await makeTemporaryFolder();
  await writeFile(join(folder, 'fer2013.csv'), 'faces');
  await writeFile(join(folder, 'notes.txt'), 'on Tuesday');
  expect(await hashDataSet({ data: folder })).toEqual({ data: hash('faces') });
});

it('says which file is missing', async () => {
  const folder = await makeTemporaryFolder();
  const [data, votes] = [join(folder, 'fer2013.csv'), join(folder, 'fer2013new.csv')];
  await expect(hashDataSet({ data })).rejects.toThrow(/nothing at \S+fer2013\.csv; check the path/);
  await writeFile(data, 'faces');
  await expect(hashDataSet({ data, votes })).rejects.toThrow(/no file \S+fer2013new\.csv; check the path/);
});

it('notices what changes while it is read', async () => {
  const data = join(await makeTemporaryFolder(), 'fer2013.csv');
  await writeFile(data, 'faces');
  expect(await readHashed({ data }, ({ hashes }) => Promise.resolve(hashes))).toEqual({ data: hash('faces') });
  await expect(readHashed({ data }, () => writeFile(data, 'faces, and more'))).rejects.toThrow(
    /fer2013\.csv changed while it was read; call this command again/,
  );
});

it('tells one data set from another, whoever wrote down what it was', () => {
  const used = { paths: { data: 'a.csv', leakage: 'b.csv' }, hashes: { data: hash('a'), leakage: hash('b') } };
  expect(() => requireSameData('run', { data: hash('a'), votes: null, leakage: hash('b') }, used)).not.toThrow();
  expect(() => requireSameData('run', used.hashes, used)).not.toThrow();
  expect(() => requireSameData('run', { ...used.hashes, leakage: hash('c') }, used)).toThrow(/^b\.csv is not the file/);
  expect(() => requireSameData('run', { ...used.hashes, data: hash('c') }, used)).toThrow(/^a\.csv is not the file/);
  expect(() => requireSameData('run', { data: hash('a') }, used)).toThrow(/^run was trained without a leakage list/);
});

it('calls a folder a folder', async () => {
  const data = await writeFolder(['happy/b.png'], 'x');
  expect(() => requireSameData('run', { data: hash('a') }, { paths: { data }, hashes: { data: hash('b') } })).toThrow(
    /is not the folder that run was trained with .*; put that folder back/,
  );
});
