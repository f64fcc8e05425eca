import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import sharp from 'sharp';
import { readImageFolder } from '../../../training/data/read-image-folder.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { EXPRESSIONS } from '../../../src/core/expressions.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { writeImages } from './write-data-set.ts';

const Training = createSyntheticFaces(1, 1);
const ignoreNotes = () => undefined;

async function writeAs(format: 'tiff' | 'gif', extension: string): Promise<string> {
  const folder = await makeTemporaryFolder();
  const raw = { width: 48, height: 48, channels: 1 } as const;
  await writeImages(folder, Training);
  for (const [label, expression] of EXPRESSIONS.entries()) {
    const pixels = Training.pixels.subarray(label * 2304, (label + 1) * 2304);
    const picture = sharp(pixels, { raw });
    const encoded = format === 'tiff' ? picture.tiff({ compression: 'lzw' }) : picture.gif({ effort: 1 });
    await encoded.toFile(join(folder, expression, `000001${extension}`));
  }
  return folder;
}

/** The greatest difference between the PNG and the other picture of each expression. */
async function compareFormats(folder: string): Promise<number> {
  const faces = (await readImageFolder(folder, ['Training'], ignoreNotes)).get('Training') ?? [];
  expect(faces.map(({ label }) => label)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]);
  const differences = EXPRESSIONS.map((_, label) => {
    const [png, other] = [faces[2 * label], faces[2 * label + 1]];
    return Math.max(...Array.from(png?.pixels ?? [], (value, p) => Math.abs(value - (other?.pixels[p] ?? NaN))));
  });
  return Math.max(...differences);
}

it.each(['.tif', '.TIFF'])('reads TIFF (%s) without loss', async (extension) => {
  expect(await compareFormats(await writeAs('tiff', extension))).toBe(0);
});

it('reads GIF, whose palette of 256 colours may cost a gray level or two', async () => {
  expect(await compareFormats(await writeAs('gif', '.gif'))).toBeLessThanOrEqual(2);
});

it('leaves out broken pictures when it is asked to, and says which; numbers stay', async () => {
  const folder = await makeTemporaryFolder();
  await writeImages(folder, Training);
  const torn = join(folder, 'angry', '0.png');
  await writeFile(torn, 'no picture');
  const broken: string[] = [];
  const facesOf = await readImageFolder(folder, ['Training'], ignoreNotes, (file) => broken.push(file));
  expect(broken).toEqual([torn]);
  expect(facesOf.get('Training')?.map(({ sourceRow }) => sourceRow)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});
