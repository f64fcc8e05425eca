import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ExpectedError } from '../../../node/command/expected-error.ts';
import { readFer2013Csv } from '../../../training/data/read-fer2013-csv.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const PIXELS = Array.from({ length: 2304 }, (_, i) => i % 256);
const ROW = `3,${PIXELS.join(' ')},Training`;

async function writeTable(text: string | Buffer, name = 'fer2013.csv'): Promise<string> {
  const path = join(await makeTemporaryFolder(), name);
  await writeFile(path, text);
  return path;
}

it('reads byte order mark, Windows line ends, empty lines and a missing last line end', async () => {
  const path = await writeTable(`\ufeffemotion,pixels,Usage\r\n${ROW}\r\n\r\n${ROW}`);
  const faces = (await readFer2013Csv(path, ['Training'])).get('Training');
  expect(faces).toEqual([0, 1].map((sourceRow) => ({ pixels: Uint8Array.from(PIXELS), label: 3, sourceRow })));
});

it('keeps the faces of the wanted splits only', async () => {
  const path = await writeTable(`emotion,pixels,Usage\n${ROW}\n${ROW.replace('Training', 'PublicTest')}\n`);
  const faces = await readFer2013Csv(path, ['PublicTest']);
  expect([...faces.keys()]).toEqual(['PublicTest']);
  expect(faces.get('PublicTest')).toHaveLength(1);
});

it.each([
  ['a missing column', 'emotion,pixels\n', /fer2013\.csv has no column "usage" in its first line/],
  ['a label out of range', ROW.replace('3,', '7,'), /line 3: emotion is "7"; expected a whole number from 0 to 6/],
  ['a label that is no number', ROW.replace('3,', 'happy,'), /line 3: emotion is "happy"/],
  ['a value above 255', ROW.replace(' 255 ', ' 256 '), /line 3: pixel 256 is "256"; expected whole numbers from 0 to 255/],
  ['a negative value', ROW.replace(' 255 ', ' -1 '), /line 3: pixel 256 is "-1"/],
  ['a fraction', ROW.replace(' 255 ', ' 2.5 '), /line 3: pixel 256 is "2\.5"/],
  ['two spaces', ROW.replace(' 255 ', ' 255  '), /line 3: pixel 257 is ""/],
  ['too few pixels', ROW.replace(' 255 ', ' '), /line 3: 2303 pixel values; expected 2304 \(48 x 48\)/],
  ['too many pixels', ROW.replace(' 255 ', ' 255 0 '), /line 3: 2305 pixel values; expected 2304/],
  ['no pixels', '3,,Training', /line 3: 0 pixel values; expected 2304/],
  ['an unknown usage', ROW.replace('Training', 'Test'), /line 3: usage is "Test"; expected Training, PublicTest, Priv/],
  ['a row that is cut off', '3,1 2 3', /fer2013\.csv is not a well-formed csv file: .*line 3/],
])('names file, line and fault of %s', async (_, fault, message) => {
  const text = fault.startsWith('emotion') ? fault + ROW : `emotion,pixels,Usage\n${ROW}\n${fault}\n`;
  const reading = readFer2013Csv(await writeTable(text), ['Training']);
  await expect(reading).rejects.toThrow(message);
  await expect(reading).rejects.toBeInstanceOf(ExpectedError);
});

it('names a packed file that is cut off', async () => {
  const packed = gzipSync(`emotion,pixels,Usage\n${ROW}\n`);
  const path = await writeTable(packed.subarray(0, packed.length / 2), 'fer2013.csv.gz');
  await expect(readFer2013Csv(path, ['Training'])).rejects.toThrow(/fer2013\.csv\.gz is cut off or damaged/);
});

it('names a file that is not packed though its name says so', async () => {
  const path = await writeTable(`emotion,pixels,Usage\n${ROW}\n`, 'fer2013.csv.gz');
  await expect(readFer2013Csv(path, ['Training'])).rejects.toThrow(/fer2013\.csv\.gz is cut off or damaged/);
});
