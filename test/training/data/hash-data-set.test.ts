import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hashDataSet, readHashed, requireSameData } from '../../../training/data/hash-data-set.ts';
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
