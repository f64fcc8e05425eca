import { EXPRESSION_COUNT, rowOf } from '../../src/core/expressions.ts';
import { INPUT_PIXELS } from '../../src/core/preprocess.ts';

/** FER2013's own names of its three parts. */
export const SPLITS = ['Training', 'PublicTest', 'PrivateTest'] as const;
export type Split = (typeof SPLITS)[number];

/** The faces of one split as a struct of arrays, n rows each. */
export interface Samples {
  /** n x 2304 gray bytes, row by row. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** n: FER2013's own label, as a class index 0..6. */
  readonly labels: Uint8Array<ArrayBuffer>;
  /** n x 7: what to learn, sums to 1: the shares of the votes where there are any, else 1 for the label. */
  readonly targets: Float32Array<ArrayBuffer>;
  /** n: the class 0..6 that FER+'s majority chose, or -1: the row is left out there. */
  readonly majority: Int8Array<ArrayBuffer>;
  /** n: row number in the original fer2013.csv, header excluded; in an image folder, the number of the image. */
  readonly sourceRows: Int32Array<ArrayBuffer>;
  /** n x 7: how many people chose each class, single votes included; zeros without votes. */
  readonly voteCounts: Uint8Array<ArrayBuffer>;
  /** Votes were joined; without them `targets` are the labels and `majority` is -1 throughout. */
  readonly hasVotes: boolean;
}

/** One labelled face, before votes are joined. */
export interface LabelledFace {
  /** 2304 gray bytes. */
  readonly pixels: Uint8Array;
  /** Class index 0..6. */
  readonly label: number;
  readonly sourceRow: number;
  /** The picture's own file, in an image folder. */
  readonly file?: string;
}

/** Packs faces without votes: targets are the labels, no row has a majority. */
export function packSamples(faces: readonly LabelledFace[]): Samples {
  const pixels = new Uint8Array(faces.length * INPUT_PIXELS);
  const targets = new Float32Array(faces.length * EXPRESSION_COUNT);
  faces.forEach((face, i) => {
    pixels.set(face.pixels, i * INPUT_PIXELS);
    targets[i * EXPRESSION_COUNT + face.label] = 1;
  });
  return {
    pixels,
    labels: Uint8Array.from(faces, (face) => face.label),
    targets,
    majority: new Int8Array(faces.length).fill(-1),
    voteCounts: new Uint8Array(faces.length * EXPRESSION_COUNT),
    sourceRows: Int32Array.from(faces, (face) => face.sourceRow),
    hasVotes: false,
  };
}

/** Copies the rows for which `keep(row index)` holds, in order. */
export function selectSamples(samples: Samples, keep: (row: number) => boolean): Samples {
  const rows = Array.from(samples.labels.keys()).filter(keep);
  const pixels = new Uint8Array(rows.length * INPUT_PIXELS);
  const targets = new Float32Array(rows.length * EXPRESSION_COUNT);
  const voteCounts = new Uint8Array(rows.length * EXPRESSION_COUNT);
  rows.forEach((row, i) => {
    pixels.set(viewFace(samples.pixels, row), i * INPUT_PIXELS);
    targets.set(rowOf(samples.targets, row), i * EXPRESSION_COUNT);
    voteCounts.set(rowOf(samples.voteCounts, row), i * EXPRESSION_COUNT);
  });
  return {
    pixels,
    labels: Uint8Array.from(rows, (row) => samples.labels[row] as number),
    targets,
    majority: Int8Array.from(rows, (row) => samples.majority[row] as number),
    voteCounts,
    sourceRows: Int32Array.from(rows, (row) => samples.sourceRows[row] as number),
    hasVotes: samples.hasVotes,
  };
}

/** The 48x48 gray bytes of one row; a view, not a copy. */
export function viewFace(pixels: Uint8Array, row: number): Uint8Array {
  return pixels.subarray(row * INPUT_PIXELS, (row + 1) * INPUT_PIXELS);
}
