import { INPUT_PIXELS } from '../../src/core/preprocess.ts';
import type { SplitContent } from '../data/read-splits.ts';
import type { Split } from '../data/samples.ts';

/** All rows of a data set as a struct of arrays, split after split. "Row" below means a position in these. */
export interface RowTable {
  /** n x 2304 gray bytes. */
  readonly pixels: Uint8Array;
  readonly splitOf: readonly Split[];
  /** n class indices 0..6. */
  readonly labels: Uint8Array;
  /** n: row number in the original fer2013.csv, header excluded; in an image folder, the number of the image. */
  readonly sourceRows: Int32Array;
  /** n file names; null in a csv file. */
  readonly files: readonly (string | null)[];
}

/** Lines the splits up, one after the other. */
export function createRowTable(contents: ReadonlyMap<Split, SplitContent>): RowTable {
  const entries = [...contents];
  const faces = entries.flatMap(([, content]) => content.faces);
  const pixels = new Uint8Array(faces.length * INPUT_PIXELS);
  faces.forEach((face, row) => pixels.set(face.pixels, row * INPUT_PIXELS));
  return {
    pixels,
    splitOf: entries.flatMap(([split, content]) => content.faces.map(() => split)),
    labels: Uint8Array.from(faces, (face) => face.label),
    sourceRows: Int32Array.from(faces, (face) => face.sourceRow),
    files: faces.map((face) => face.file ?? null),
  };
}
