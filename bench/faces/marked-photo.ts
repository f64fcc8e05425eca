import type { Box } from '../../src/core/box.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { readCsv } from '../../node/read-csv.ts';

/** A photo and the faces that somebody marked on it by hand, in its pixels. */
export interface MarkedPhoto {
  /** Path below the folder of photos. */
  readonly path: string;
  readonly faces: readonly Box[];
}

const SIDES = ['x', 'y', 'width', 'height'] as const;

/**
 * Reads a CSV with the columns file, x, y, width and height: a line a face. A photo without any face has one line with
 * nothing but its file.
 *
 * @throws ExpectedError if it cannot be read, lacks a column or a face, or holds a line that is no box
 */
export async function readMarkedPhotos(file: string): Promise<MarkedPhoto[]> {
  const photos = new Map<string, Box[]>();
  for await (const { where, values } of readCsv(file, ['file', ...SIDES])) {
    if (values.file === '') throw new ExpectedError(`${where}: no file is named, so name one or remove that line`);
    const faces = photos.get(values.file) ?? [];
    photos.set(values.file, faces);
    if (SIDES.every((side) => values[side] === '')) continue;
    const [x, y, width, height] = SIDES.map((side) => (values[side] === '' ? NaN : Number(values[side])));
    const box = { x, y, width, height } as Box;
    if (!SIDES.every((side) => Number.isFinite(box[side])) || box.width <= 0 || box.height <= 0) {
      throw new ExpectedError(`${where}: x, y, width and height are no box in pixels, so correct or remove that line`);
    }
    faces.push(box);
  }
  const marked = [...photos].map(([path, faces]) => ({ path, faces }));
  if (!marked.some(({ faces }) => faces.length > 0))
    throw new ExpectedError(`${file} marks no face; name a CSV that does`);
  return marked;
}
