import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../src/core/picture.ts';
import { readDataSet } from '../../../training/data/read-data-set.ts';
import type { Samples } from '../../../training/data/samples.ts';
import { callCommand } from '../call-command.ts';
import { cutPicture, drawPhotograph, mirrorPicture, packPictures } from '../data-check/draw-photograph.ts';
import { makeTemporaryFolder } from '../data/temporary-folder.ts';
import { writeFer2013Csv, writeImages, writeVotes } from '../data/write-data-set.ts';

const photographs = Array.from({ length: 30 }, (_, seed) => drawPhotograph(seed));
const cut = (seed: number, x = 24, y = 24, side = 48) => cutPicture(photographs[seed] as Picture, x, y, side);

// Training: 0..19 differ; 20 repeats 0 with another label; 21 is 1 mirrored; 22 is another cut of 2; 23 and 24 are gray.
const Training = packPictures([
  ...Array.from({ length: 20 }, (_, seed) => [cut(seed), seed % 7] as const),
  [cut(0), 5],
  [mirrorPicture(cut(1)), 1],
  [cut(2, 28, 28, 41), 2],
  [new Uint8Array(2304).fill(9), 0],
  [new Uint8Array(2304).fill(11), 0],
]);
// PublicTest: 20 and 21 are new, then Training's 5 a pixel further right, another cut of its 6, and its 7.
const PublicTest = packPictures([
  [cut(20), 0],
  [cut(21), 1],
  [cut(5, 25), 5],
  [cut(6, 20, 20, 56), 6],
  [cut(7), 0],
]);

async function writeSet(splits: { Training?: Samples; PublicTest?: Samples } = { Training, PublicTest }): Promise<{
  readonly folder: string;
  readonly data: string;
  readonly out: string;
}> {
  const folder = await makeTemporaryFolder();
  const data = join(folder, 'fer2013.csv');
  await writeFer2013Csv(data, splits);
  return { folder, data, out: join(folder, 'out') };
}

const readTable = async (path: string) =>
  parse(await readFile(path, 'utf8'), { columns: true }) as unknown as Record<string, string>[];

describe('npm run train:data', () => {
  it('finds what was planted, and writes a split file that training reads', async () => {
    const { folder, data, out } = await writeSet();
    const votes = join(folder, 'fer2013new.csv');
    await writeVotes(votes, { Training, PublicTest });
    const { code, stdout } = await callCommand('check-data', '--data', data, '--votes', votes, '--out', out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/rows: Training 25, PublicTest 5\n/);
    expect(stdout).toMatch(/flat pictures: 2,/);
    expect(stdout).toMatch(/Training labels that are FER\+'s majority: 25 of 25 \(100\.00 %\)/);
    expect(stdout).toMatch(/photographs with more than one label: 1\n/);

    const lines = await readTable(join(out, 'leakage.csv'));
    expect(Object.keys(lines[0] ?? {})).toEqual(['fer2013_row', 'reason', 'matching_row', 'similarity']);
    expect(lines.map((line) => [line.fer2013_row, line.reason, line.matching_row])).toEqual([
      ['5', 'same-photo-public', '28711'],
      ['6', 'recrop-public', '28712'],
      ['7', 'same-photo-public', '28713'],
      ['20', 'duplicate-in-train', '0'],
      ['21', 'duplicate-in-train', '1'],
    ]);
    const { Training: usable } = await readDataSet({ data, leakage: join(out, 'leakage.csv') }, ['Training']);
    expect(usable.labels).toHaveLength(25 - 3);

    const flags = await readTable(join(out, 'flagged.csv'));
    const listFlagged = (finding: string) =>
      flags.filter((flag) => flag.finding === finding).map(({ row }) => Number(row));
    expect(listFlagged('flat')).toEqual([23, 24]);
    expect(listFlagged('recrop')).toEqual([22, 6, 28712]);
    expect(listFlagged('label-conflict')).toEqual([20]);
    expect(flags.filter(({ mirrored }) => mirrored === 'yes').map(({ row }) => row)).toEqual(['21']);

    const report = (await readFile(join(out, 'report.md'), 'utf8')).replace(/ +/g, ' '); // columns are aligned
    expect(report).toMatch(/\| angry \| 5 \| 2 \|/); // 0, 7, 14 and the two gray ones; 20 and 7
    expect(report).toMatch(/- 0 angry, 20 surprise\n/);
    expect(report).toMatch(/no PrivateTest, so nothing new is known of it/);
    expect(report).toContain(`--leakage ${join(out, 'leakage.csv')}`);
  });

  it('writes the same bytes again, over what was there', async () => {
    const { folder, data, out } = await writeSet();
    const files = ['report.md', 'flagged.csv', 'leakage.csv'];
    const check = async () => {
      expect(await callCommand('check-data', '--data', data, '--out', out)).toMatchObject({ code: 0 });
      return Promise.all(files.map((name) => readFile(join(folder, 'out', name), 'utf8')));
    };
    expect(await check()).toEqual(await check());
  });

  it('compares a given list, and keeps what it says of splits that are not there', async () => {
    const { folder, data, out } = await writeSet();
    const given = join(folder, 'given.csv');
    const header = 'fer2013_row,reason,matching_row,similarity';
    const rows = ['5,recrop-public,28711,0.99', '11,same-photo-public,28709,1', '3,recrop-private,,0.95'];
    await writeFile(given, [header, ...rows, ''].join('\n'));
    const { stdout } = await callCommand('check-data', '--data', data, '--leakage', given, '--out', out);
    expect(stdout).toMatch(/shared with PublicTest: 1 of the 2 in the given list were found, and 2 more/);
    expect(stdout).not.toMatch(/shared with PrivateTest/);
    expect(await readFile(join(out, 'leakage.csv'), 'utf8')).toContain('\n3,recrop-private,,0.95\n');
    expect(await readFile(join(out, 'report.md'), 'utf8')).toMatch(/1 of the lines are the given list's/);
  });

  it('checks an image folder: broken files, duplicates by name, no split file', async () => {
    const { folder, out } = await writeSet();
    const images = join(folder, 'images');
    await writeImages(join(images, 'train'), Training);
    await writeImages(join(images, 'test'), PublicTest);
    await writeFile(join(images, 'train/happy/torn.png'), 'no picture');
    await mkdir(out);
    await writeFile(join(out, 'leakage.csv'), 'of another data set');
    const { code, stdout, stderr } = await callCommand('check-data', '--data', images, '--out', out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/broken files: 1\n/);
    expect(stderr).toMatch(/One folder serves as both PublicTest and PrivateTest/);
    const flags = await readTable(join(out, 'flagged.csv'));
    expect(flags.find(({ finding }) => finding === 'broken')?.file).toBe(join(images, 'train/happy/torn.png'));
    expect(flags.find(({ finding, split }) => finding === 'exact' && split === 'PublicTest')).toMatchObject({
      file: join(images, 'test/angry/000004.png'),
      matching_file: join(images, 'train/angry/000007.png'),
    });
    await expect(readFile(join(out, 'leakage.csv'))).rejects.toThrow(/ENOENT/);
  });

  it('takes a data set of one split', async () => {
    const { data, out } = await writeSet({ PublicTest });
    const { code, stdout } = await callCommand('check-data', '--data', data, '--out', out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/rows: PublicTest 5\n/);
  });

  it.each([
    ['a missing file', ['--data', 'nowhere.csv'], /nothing at nowhere\.csv/],
    ['a data set without rows', ['--data', 'EMPTY'], /no faces in .*empty\.csv/],
    ['votes that are a folder', ['--data', 'DATA', '--votes', 'test'], /test is a folder/],
    ['votes of other faces', ['--data', 'DATA', '--votes', 'VOTES'], /has 5 Training rows but fer2013\.csv has 25/],
    ['a list with other columns', ['--data', 'DATA', '--leakage', 'VOTES'], /has no column "fer2013_row"/],
    ['a folder that cannot be made', ['--data', 'DATA', '--out', 'DATA'], /fer2013\.csv cannot be made/],
  ])('%s ends with one sentence on stderr', async (_, args, sentence) => {
    const { folder, data, out } = await writeSet();
    const places: Record<string, string> = {
      DATA: data,
      EMPTY: join(folder, 'empty.csv'),
      VOTES: join(folder, 'votes.csv'),
    };
    await writeFile(places.EMPTY as string, 'emotion,pixels,Usage\n');
    await writeVotes(places.VOTES as string, { Training: PublicTest, PublicTest });
    const { code, stderr } = await callCommand('check-data', '--out', out, ...args.map((word) => places[word] ?? word));
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    await rm(out, { recursive: true, force: true });
  });
});
