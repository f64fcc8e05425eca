import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PRIVATE_TEST_ROWS, readBlindRows } from '../../../training/data/read-blind-rows.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { writeFer2013Csv, writeImages, writeVotes } from './write-data-set.ts';

const PublicTest = createSyntheticFaces(1, 1);
const PrivateTest = createSyntheticFaces(2, 2);
const ROWS = PrivateTest.labels.length;

async function writeDataSet() {
  const folder = await makeTemporaryFolder();
  const paths = { data: join(folder, 'fer2013.csv'), votes: join(folder, 'fer2013new.csv') };
  await writeFer2013Csv(paths.data, { PublicTest, PrivateTest });
  await writeVotes(paths.votes, { PublicTest, PrivateTest });
  return paths;
}

it('reads PrivateTest with its votes', async () => {
  const { labels, hasVotes } = await readBlindRows(await writeDataSet(), ROWS);
  expect(labels).toEqual(PrivateTest.labels);
  expect(hasVotes).toBe(true);
});

it('refuses a folder of images, with votes and without', async () => {
  const { votes } = await writeDataSet();
  const data = await makeTemporaryFolder();
  await writeImages(join(data, 'test'), PrivateTest);
  await expect(readBlindRows({ data }, ROWS)).rejects.toThrow(/is a folder of images/);
  await expect(readBlindRows({ data, votes }, ROWS)).rejects.toThrow(/is a folder of images/);
});

it('refuses a data set without votes', async () => {
  const { data } = await writeDataSet();
  await expect(readBlindRows({ data }, ROWS)).rejects.toThrow(/give fer2013new\.csv with --votes/);
});

it('refuses votes that leave PrivateTest out', async () => {
  const paths = await writeDataSet();
  await writeVotes(paths.votes, { PublicTest });
  await expect(readBlindRows(paths, ROWS)).rejects.toThrow(/fer2013new\.csv has 0 PrivateTest rows/);
});

it.each([-1, 1])('refuses another number of rows than FER2013 has: %i', async (more) => {
  await expect(readBlindRows(await writeDataSet(), ROWS - more)).rejects.toThrow(
    `has ${ROWS} PrivateTest rows, but FER2013 has ${ROWS - more}`,
  );
});

it('asks for the rows of FER2013 if nobody says otherwise', async () => {
  expect(PRIVATE_TEST_ROWS).toBe(3589);
  await expect(readBlindRows(await writeDataSet())).rejects.toThrow('but FER2013 has 3589');
});
