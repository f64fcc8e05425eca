import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXPRESSIONS } from '../../../src/core/expressions.ts';
import { readDataSet } from '../../../training/data/read-data-set.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { writeFer2013Csv, writeIcmlCsv, writeImages, writeVotes } from './write-data-set.ts';

const Training = createSyntheticFaces(3, 1);
const PublicTest = createSyntheticFaces(2, 2);
const PrivateTest = createSyntheticFaces(1, 3);
const SPLITS = ['Training', 'PublicTest', 'PrivateTest'] as const;

describe('the csv shapes', () => {
  it.each([
    ['fer2013.csv', writeFer2013Csv],
    ['fer2013.csv.gz', writeFer2013Csv],
    ['icml_face_data.csv', writeIcmlCsv],
    ['icml_face_data.csv.gz', writeIcmlCsv],
  ])('reads %s, given as a file, its folder, or the folder around fer2013/', async (name, write) => {
    const folder = await makeTemporaryFolder();
    const data = join(folder, 'fer2013', name);
    await write(data, { Training, PublicTest, PrivateTest });
    for (const path of [data, join(folder, 'fer2013'), folder]) {
      const read = await readDataSet({ data: path }, SPLITS);
      expect(read.Training).toEqual(Training);
      expect(read.PublicTest).toEqual({ ...PublicTest, sourceRows: read.PublicTest.sourceRows });
      expect(read.PrivateTest).toEqual({ ...PrivateTest, sourceRows: read.PrivateTest.sourceRows });
    }
  });

  it('numbers rows as in the original file, even where other splits are missing', async () => {
    const folder = await makeTemporaryFolder();
    await writeFer2013Csv(join(folder, 'fer2013.csv'), { PrivateTest, PublicTest });
    const read = await readDataSet({ data: folder }, ['PublicTest', 'PrivateTest']);
    expect(Array.from(read.PublicTest.sourceRows)).toEqual(Array.from(PublicTest.labels, (_, k) => 28709 + k));
    expect(Array.from(read.PrivateTest.sourceRows)).toEqual(Array.from(PrivateTest.labels, (_, k) => 32298 + k));
  });

  it('says so when a split has no rows', async () => {
    const folder = await makeTemporaryFolder();
    await writeFer2013Csv(join(folder, 'fer2013.csv'), { Training });
    await expect(readDataSet({ data: folder }, ['Training', 'PublicTest'])).rejects.toThrow(
      /There are no PublicTest faces in .*fer2013\.csv/,
    );
  });
});

describe('image folders', () => {
  it('reads train/ and test/; test serves as both tests', async () => {
    const folder = await makeTemporaryFolder();
    await writeImages(join(folder, 'train'), Training);
    await writeImages(join(folder, 'test'), PublicTest);
    const read = await readDataSet({ data: folder }, SPLITS);
    expect(read).toEqual({ Training, PublicTest, PrivateTest: PublicTest });
  });

  it.each([
    ['Training', 'PublicTest', 'PrivateTest'],
    ['TRAIN', 'validation', 'test'],
    ['train', 'val', 'test'],
  ])('reads %s/, %s/ and %s/', async (training, publicTest, privateTest) => {
    const folder = await makeTemporaryFolder();
    await writeImages(join(folder, training), Training);
    await writeImages(join(folder, publicTest), PublicTest);
    await writeImages(join(folder, privateTest), PrivateTest);
    expect(await readDataSet({ data: folder }, SPLITS)).toEqual({ Training, PublicTest, PrivateTest });
  });

  it('follows links to folders', async () => {
    const folder = await makeTemporaryFolder();
    await writeImages(join(folder, 'elsewhere'), Training);
    await mkdir(join(folder, 'faces'));
    await symlink(join(folder, 'elsewhere'), join(folder, 'faces', 'train'));
    expect(await readDataSet({ data: join(folder, 'faces') }, ['Training'])).toEqual({ Training });
  });

  it('reads a folder of labels alone as every split, once', async () => {
    const folder = await makeTemporaryFolder();
    await writeImages(folder, Training);
    await mkdir(join(folder, 'contempt'));
    const notes: string[] = [];
    const onNote = (note: string) => notes.push(note);
    const read = await readDataSet({ data: folder }, ['Training', 'PrivateTest'], { onNote });
    expect(read).toEqual({ Training, PrivateTest: Training });
    expect(notes).toHaveLength(1);
  });

  it.each([
    ['anger', 'Disgusted', 'FEARFUL', 'happiness', 'sadness', 'Surprised', 'Neutral'],
    ['0', '1', '2', '3', '4', '5', '6'],
  ])('knows the labels as %s, %s, %s, %s, %s, %s, %s', async (...names) => {
    const folder = await makeTemporaryFolder();
    await writeImages(folder, Training);
    for (const [label, expression] of EXPRESSIONS.entries()) {
      await rename(join(folder, expression), join(folder, names[label] as string));
    }
    expect((await readDataSet({ data: folder }, ['Training'])).Training).toEqual(Training);
  });

  it('takes pictures of any size, shape and colour through the same preprocessing', async () => {
    const folder = await makeTemporaryFolder();
    await writeImages(folder, Training, (picture) =>
      // Twice as large, in colour with alpha, and padded sideways: the centred square is the face itself.
      picture
        .resize(96, 96, { kernel: 'nearest' })
        .toColourspace('srgb')
        .ensureAlpha()
        .extend({ left: 20, right: 20, background: '#f00' }),
    );
    expect((await readDataSet({ data: folder }, ['Training'])).Training).toEqual(Training);
  });

  it('makes pictures upright by their EXIF orientation', async () => {
    const folder = await makeTemporaryFolder();
    // Orientation 6: the camera lay on its side, so turning by 90 degrees clockwise makes it upright.
    await writeImages(folder, Training, (picture) => picture.rotate(270).withMetadata({ orientation: 6 }));
    expect((await readDataSet({ data: folder }, ['Training'])).Training).toEqual(Training);
  });

  it('leaves out contempt, foreign folders and files that are no pictures, with a note on each', async () => {
    const folder = await makeTemporaryFolder();
    await writeImages(join(folder, 'train'), Training);
    await writeImages(join(folder, 'notebooks'), PublicTest);
    await mkdir(join(folder, 'train', 'Contempt'));
    await mkdir(join(folder, '.cache'));
    await writeFile(join(folder, 'train', 'happy', 'readme.txt'), 'no picture');
    await writeFile(join(folder, 'train', 'happy', '.DS_Store'), '');
    const notes: string[] = [];
    const read = await readDataSet({ data: folder }, ['Training'], { onNote: (note) => notes.push(note) });
    expect(read.Training).toEqual(Training);
    expect(notes).toEqual([
      expect.stringContaining('notebooks'),
      expect.stringContaining('Contempt'),
      expect.stringContaining('1 of 4 files'),
    ]);
  });

  it('names a folder that is no expression, and the seven that are', async () => {
    const folder = await makeTemporaryFolder();
    await writeImages(folder, PrivateTest);
    await mkdir(join(folder, '7'));
    await expect(readDataSet({ data: folder }, ['Training'])).rejects.toThrow(
      /7 is no expression; expected angry, disgust, fear, happy, sad, surprise, neutral/,
    );
  });

  it('names a picture that is broken', async () => {
    const folder = await makeTemporaryFolder();
    await writeImages(folder, PrivateTest);
    await writeFile(join(folder, 'sad', 'torn.jpg'), Buffer.from('ffd8ffe000104a464946', 'hex'));
    await expect(readDataSet({ data: folder }, ['Training'])).rejects.toThrow(/torn\.jpg cannot be read as a picture/);
  });

  it('says what it expects of an empty folder', async () => {
    const folder = await makeTemporaryFolder();
    await expect(readDataSet({ data: folder }, ['Training'])).rejects.toThrow(/neither fer2013\.csv nor folders/);
  });

  it.each(['votes', 'leakage'])('refuses %s, which go by row numbers', async (list) => {
    const folder = await makeTemporaryFolder();
    await writeImages(folder, PrivateTest);
    await writeVotes(join(folder, 'list.csv'), { PrivateTest });
    await expect(readDataSet({ data: folder, [list]: join(folder, 'list.csv') }, ['Training'])).rejects.toThrow(
      /row numbers of fer2013\.csv, which the image folder/,
    );
  });
});

it('says so when there is nothing at the path, or something else', async () => {
  const folder = await makeTemporaryFolder();
  await writeFile(join(folder, 'fer2013.zip'), '');
  await expect(readDataSet({ data: join(folder, 'none') }, ['Training'])).rejects.toThrow(/There is nothing at .*none/);
  await expect(readDataSet({ data: join(folder, 'fer2013.zip') }, ['Training'])).rejects.toThrow(/neither a \.csv/);
});
