import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFerPlusVotes, summariseVotes, VOTE_COLUMNS } from '../../../training/data/fer-plus-votes.ts';
import { readDataSet } from '../../../training/data/read-data-set.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { writeFer2013Csv, writeVotes } from './write-data-set.ts';

type Counts = Partial<Record<(typeof VOTE_COLUMNS)[number], number>>;
const countVotes = (counts: Counts) => VOTE_COLUMNS.map((column) => counts[column] ?? 0);

describe('summariseVotes', () => {
  it('drops single votes from shares and majority', () => {
    // 5 of 10 are no majority; 5 of the 9 that remain are one.
    expect(summariseVotes(countVotes({ sadness: 5, neutral: 4, fear: 1 }))).toMatchObject({
      majority: 4,
      shares: [0, 0, 0, 0, 5 / 9, 0, 4 / 9],
      isNotAFace: false,
    });
  });

  it('has no majority in a tie, and still shares', () => {
    expect(summariseVotes(countVotes({ anger: 5, disgust: 5 }))).toMatchObject({
      majority: -1,
      shares: [0.5, 0.5, 0, 0, 0, 0, 0],
      isNotAFace: false,
    });
  });

  it('has no majority where the largest count is half or less', () => {
    expect(summariseVotes(countVotes({ happiness: 4, surprise: 3, neutral: 3 })).majority).toBe(-1);
  });

  it('counts contempt and unknown against a majority, but not among the shares', () => {
    const summary = summariseVotes(countVotes({ happiness: 4, contempt: 3, unknown: 3 }));
    expect(summary).toMatchObject({ majority: -1, shares: [0, 0, 0, 1, 0, 0, 0], isNotAFace: false });
  });

  it.each(['contempt', 'unknown'] as const)('has no majority where it is %s', (column) => {
    const summary = summariseVotes(countVotes({ [column]: 6, neutral: 4 }));
    expect(summary).toMatchObject({ majority: -1, shares: [0, 0, 0, 0, 0, 0, 1], isNotAFace: false });
  });

  it('has no shares where nothing of the seven is left', () => {
    const votes = { contempt: 5, unknown: 3, anger: 1, neutral: 1 };
    expect(summariseVotes(countVotes(votes))).toMatchObject({ majority: -1, shares: null, isNotAFace: false });
    const singles = { anger: 1, disgust: 1, fear: 1, happiness: 1, sadness: 1, surprise: 1, neutral: 1 };
    expect(summariseVotes(countVotes(singles))).toMatchObject({ majority: -1, shares: null, isNotAFace: false });
  });

  it('keeps the counts of the seven, single votes included', () => {
    expect(summariseVotes(countVotes({ sadness: 5, fear: 1, contempt: 4 })).counts).toEqual([0, 0, 1, 0, 5, 0, 0]);
  });

  it('tells what is not a face', () => {
    expect(summariseVotes(countVotes({ nf: 10 })).isNotAFace).toBe(true);
    expect(summariseVotes(countVotes({ nf: 5, happiness: 5 })).isNotAFace).toBe(false);
  });
});

describe('readFerPlusVotes', () => {
  it('goes by the names of the columns, and by usage', async () => {
    const path = join(await makeTemporaryFolder(), 'fer2013new.csv');
    await writeFile(
      path,
      [
        'Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF',
        'Training,fer0.png,10,0,0,0,0,0,0,0,0,0',
        'PublicTest,fer1.png,0,10,0,0,0,0,0,0,0,0',
        'Training,fer2.png,0,0,10,0,0,0,0,0,0,0',
        'Training,fer3.png,0,0,0,10,0,0,0,0,0,0',
        'Training,fer4.png,0,0,0,0,10,0,0,0,0,0',
        'Training,fer5.png,0,0,0,0,0,10,0,0,0,0',
        'Training,fer6.png,0,0,0,0,0,0,10,0,0,0',
        'PrivateTest,,0,0,0,0,0,0,0,0,0,10',
      ].join('\n'),
    );
    const votes = await readFerPlusVotes(path);
    expect(votes.Training.map(({ majority }) => majority)).toEqual([6, 5, 4, 0, 1, 2]);
    expect(votes.PublicTest.map(({ majority }) => majority)).toEqual([3]);
    expect(votes.PrivateTest.map(({ isNotAFace }) => isNotAFace)).toEqual([true]);
  });

  it.each([
    ['Usage', 'Test,a.png,9,0,0,0,0,0,0,0,0,1', /line 2: usage is "Test"; expected Training/],
    ['a count', 'Training,a.png,many,0,0,0,0,0,0,0,0,1', /line 2: neutral is "many"; expected a whole number/],
  ])('names file, line and fault of %s', async (_, row, message) => {
    const path = join(await makeTemporaryFolder(), 'fer2013new.csv');
    const header = 'Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF';
    await writeFile(path, `${header}\n${row}\n`);
    await expect(readFerPlusVotes(path)).rejects.toThrow(message);
  });
});

describe('votes joined on a data set', () => {
  const Training = createSyntheticFaces(2, 1);
  const PublicTest = createSyntheticFaces(1, 2);

  it('makes targets of the shares and keeps the labels', async () => {
    const folder = await makeTemporaryFolder();
    const paths = { data: join(folder, 'fer2013.csv'), votes: join(folder, 'fer2013new.csv') };
    await writeFer2013Csv(paths.data, { Training, PublicTest });
    await writeVotes(paths.votes, { Training, PublicTest });
    const read = await readDataSet(paths, ['Training', 'PublicTest']);
    for (const [samples, written] of [[read.Training, Training] as const, [read.PublicTest, PublicTest] as const]) {
      expect(samples.hasVotes).toBe(true);
      expect(samples.labels).toEqual(written.labels);
      expect([...samples.majority]).toEqual([...written.labels]);
    }
    const happy = PublicTest.labels.indexOf(3);
    expect([...read.PublicTest.targets.subarray(happy * 7, happy * 7 + 7)]).toEqual(
      [0, 0, 0, 7 / 9, 2 / 9, 0, 0].map(Math.fround),
    );
  });

  it('aligns each usage by itself: a file of one split joins the votes on all of them', async () => {
    const folder = await makeTemporaryFolder();
    const paths = { data: join(folder, 'fer2013.csv'), votes: join(folder, 'fer2013new.csv') };
    await writeFer2013Csv(paths.data, { PublicTest });
    await writeVotes(paths.votes, { Training, PublicTest });
    const read = await readDataSet(paths, ['PublicTest']);
    expect([...read.PublicTest.majority]).toEqual([...PublicTest.labels]);
  });

  it('refuses votes on another number of rows', async () => {
    const folder = await makeTemporaryFolder();
    const paths = { data: join(folder, 'fer2013.csv'), votes: join(folder, 'fer2013new.csv') };
    await writeFer2013Csv(paths.data, { PublicTest });
    await writeVotes(paths.votes, { PublicTest: Training });
    await expect(readDataSet(paths, ['PublicTest'])).rejects.toThrow(
      /fer2013new\.csv has 14 PublicTest rows but fer2013\.csv has 7/,
    );
  });

  it('leaves what is not a face out of training only, and falls back on the label where no share is left', async () => {
    const folder = await makeTemporaryFolder();
    const paths = { data: join(folder, 'fer2013.csv'), votes: join(folder, 'fer2013new.csv') };
    await writeFer2013Csv(paths.data, { Training: PublicTest, PublicTest });
    const rowsOf = (usage: string) => [
      `${usage},,0,0,0,0,0,0,0,0,0,10`,
      `${usage},a.png,0,0,0,0,0,0,0,10,0,0`,
      ...Array.from({ length: 5 }, () => `${usage},b.png,10,0,0,0,0,0,0,0,0,0`),
    ];
    const header = 'Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF';
    await writeFile(paths.votes, [header, ...rowsOf('Training'), ...rowsOf('PublicTest')].join('\n'));

    const usable = await readDataSet(paths, ['Training', 'PublicTest']);
    expect([...usable.Training.labels]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...usable.Training.majority]).toEqual([-1, 6, 6, 6, 6, 6]);
    expect([...usable.Training.targets.subarray(0, 7)]).toEqual([0, 1, 0, 0, 0, 0, 0]);
    expect([...usable.PublicTest.labels]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([...usable.PublicTest.targets.subarray(0, 7)]).toEqual([1, 0, 0, 0, 0, 0, 0]);
    const all = await readDataSet(paths, ['Training'], { trainingRows: 'all' });
    expect([...all.Training.labels]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
