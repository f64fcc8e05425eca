import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readLeakageList, selectCleanRows } from '../../../training/data/leakage-list.ts';
import { readDataSet } from '../../../training/data/read-data-set.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { writeFer2013Csv } from './write-data-set.ts';

const Training = createSyntheticFaces(2, 1);
const PublicTest = createSyntheticFaces(1, 2);
const PrivateTest = createSyntheticFaces(1, 3);
// Each reason once, and row 5 for two of them.
const LIST = `fer2013_row,reason,matching_row,similarity
1,same-photo-public,28709,1
2,recrop-public,28712,0.990
3,same-photo-private,,1
4,recrop-private,,0.989
5,duplicate-in-train,0,1
5,same-photo-private,,1
6,duplicate-in-train,0,1
`;

async function writeLeakedDataSet(list = LIST): Promise<{ data: string; leakage: string }> {
  const folder = await makeTemporaryFolder();
  const paths = { data: join(folder, 'fer2013.csv'), leakage: join(folder, 'leakage.csv') };
  await writeFer2013Csv(paths.data, { Training, PublicTest, PrivateTest });
  await writeFile(paths.leakage, list);
  return paths;
}

it('leaves out of training what shares a photograph with either test, and repeats on request', async () => {
  const paths = await writeLeakedDataSet();
  const usable = await readDataSet(paths, ['Training']);
  expect([...usable.Training.sourceRows]).toEqual([0, 6, 7, 8, 9, 10, 11, 12, 13]);
  expect(usable.Training.pixels.subarray(2304, 2 * 2304)).toEqual(Training.pixels.subarray(6 * 2304, 7 * 2304));
  expect([...usable.Training.labels]).toEqual([0, 6, 7, 8, 9, 10, 11, 12, 13].map((row) => Training.labels[row]));
  const distinct = await readDataSet(paths, ['Training'], { trainingRows: 'distinct' });
  expect([...distinct.Training.sourceRows]).toEqual([0, 7, 8, 9, 10, 11, 12, 13]);
  const all = await readDataSet(paths, ['Training'], { trainingRows: 'all' });
  expect(all.Training).toEqual(Training);
});

it('leaves the tests whole, and gives their clean part where the list names the rows', async () => {
  const paths = await writeLeakedDataSet();
  const read = await readDataSet(paths, ['PublicTest', 'PrivateTest']);
  expect([...read.PublicTest.labels]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  const list = await readLeakageList(paths.leakage);
  const clean = selectCleanRows(read.PublicTest, list);
  expect([...(clean?.labels ?? [])]).toEqual([1, 2, 4, 5, 6]);
  expect([...(clean?.sourceRows ?? [])]).toEqual([28710, 28711, 28713, 28714, 28715]);
  expect(selectCleanRows(read.PrivateTest, list)).toBeNull();
});

it.each([
  ['an unknown reason', '1,looks-alike,2,1', /leakage\.csv, line 2: reason is "looks-alike"; expected duplicate-in-train/],
  ['a row that is no number', 'first,recrop-public,2,1', /leakage\.csv, line 2: fer2013_row is "first"/],
])('names file, line and fault of %s', async (_, row, message) => {
  const paths = await writeLeakedDataSet(`fer2013_row,reason,matching_row,similarity\n${row}\n`);
  await expect(readDataSet(paths, ['Training'])).rejects.toThrow(message);
});

it('says so when the list is missing', async () => {
  const paths = await writeLeakedDataSet();
  await expect(readDataSet({ ...paths, leakage: `${paths.leakage}.old` }, ['Training'])).rejects.toThrow(
    /There is no file .*leakage\.csv\.old/,
  );
});
