import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { EXPRESSIONS } from '../../../src/core/expressions.ts';
import { INPUT_PIXELS, INPUT_SIZE } from '../../../src/core/preprocess.ts';
import type { Samples, Split } from '../../../training/data/samples.ts';

/** Splits in the order of their rows in the file. */
export type Splits = Partial<Readonly<Record<Split, Samples>>>;

/** Writes `fer2013.csv` (emotion,pixels,Usage), packed if the name ends in `.gz`. */
export async function writeFer2013Csv(path: string, splits: Splits): Promise<void> {
  const lines = listRows(splits).map(({ label, pixels, split }) => `${label},${pixels.join(' ')},${split}`);
  await writeText(path, ['emotion,pixels,Usage', ...lines]);
}

/** Writes `icml_face_data.csv`, whose columns come in another order and with spaces in the header. */
export async function writeIcmlCsv(path: string, splits: Splits): Promise<void> {
  const lines = listRows(splits).map(({ label, pixels, split }) => `${label},${split},${pixels.join(' ')}`);
  await writeText(path, ['emotion, Usage, pixels', ...lines]);
}

/**
 * Writes `fer2013new.csv` with the same votes for each face: 7 for its label, 2 for the next class (the first after
 * the last) and a single one for unknown.
 */
export async function writeVotes(path: string, splits: Splits): Promise<void> {
  const columns = ['anger', 'disgust', 'fear', 'happiness', 'sadness', 'surprise', 'neutral'];
  const lines = listRows(splits).map(({ label, split }, row) => {
    const counts = columns.map((_, k) => (k === label ? 7 : k === (label + 1) % columns.length ? 2 : 0));
    return [split, `fer${row}.png`, ...counts, 0, 1, 0].join();
  });
  await writeText(path, [`Usage,Image name,${columns.join()},contempt,unknown,NF`, ...lines]);
}

/**
 * Writes one picture a face as `<label>/<row>.png`.
 *
 * @param change what to make of the 48x48 gray picture before it is saved
 */
export async function writeImages(
  folder: string,
  samples: Samples,
  change: (picture: Sharp) => Sharp = (picture) => picture,
): Promise<void> {
  for (const expression of EXPRESSIONS) await mkdir(join(folder, expression), { recursive: true });
  const raw = { width: INPUT_SIZE, height: INPUT_SIZE, channels: 1 } as const;
  for (const [row, { label, pixels }] of listRows({ Training: samples }).entries()) {
    const name = `${String(row).padStart(6, '0')}.png`;
    await change(sharp(pixels, { raw })).toFile(join(folder, EXPRESSIONS[label] as string, name));
  }
}

function listRows(splits: Splits): { split: string; label: number; pixels: Uint8Array }[] {
  return Object.entries(splits).flatMap(([split, samples]) =>
    Array.from(samples.labels, (label, row) => {
      return { split, label, pixels: samples.pixels.subarray(row * INPUT_PIXELS, (row + 1) * INPUT_PIXELS) };
    }),
  );
}

async function writeText(path: string, lines: readonly string[]): Promise<void> {
  const text = `${lines.join('\n')}\n`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, path.endsWith('.gz') ? gzipSync(text) : text);
}
