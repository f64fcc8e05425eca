import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { locateDefaultDataSet } from '../../../training/data/locate-data-set.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

it('says where to get FER2013 and where to put it, when there is no folder or an empty one', async () => {
  const folder = join(await makeTemporaryFolder(), 'fer2013');
  const sentence = /^No data set yet: put fer2013\.csv .* from Kaggle's .* into .*fer2013\/, .*FERPlus beside it.*\.$/;
  await expect(locateDefaultDataSet(folder)).rejects.toThrow(sentence);
  await mkdir(folder);
  await expect(locateDefaultDataSet(folder)).rejects.toThrow(sentence);
  await writeFile(join(folder, 'fer2013new.csv'), '');
  await expect(locateDefaultDataSet(folder)).rejects.toThrow(sentence);
});

it('finds the csv file and the lists beside it', async () => {
  const folder = await makeTemporaryFolder();
  await writeFile(join(folder, 'icml_face_data.csv'), '');
  const data = join(folder, 'icml_face_data.csv');
  expect(await locateDefaultDataSet(folder)).toEqual({ data });
  await writeFile(join(folder, 'fer2013new.csv'), '');
  await writeFile(join(folder, 'leakage.csv'), '');
  expect(await locateDefaultDataSet(folder)).toEqual({
    data,
    votes: join(folder, 'fer2013new.csv'),
    leakage: join(folder, 'leakage.csv'),
  });
});

it('finds folders of images, which the lists cannot be joined to', async () => {
  const folder = await makeTemporaryFolder();
  await mkdir(join(folder, 'train'));
  await writeFile(join(folder, 'fer2013new.csv'), '');
  expect(await locateDefaultDataSet(folder)).toEqual({ data: folder });
});
