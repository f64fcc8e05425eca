import { basename } from 'node:path';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { joinVotes, readFerPlusVotes, type VoteSummary } from './fer-plus-votes.ts';
import { locateFaces, type DataSetPaths, type FaceSource } from './locate-data-set.ts';
import { readFer2013Csv } from './read-fer2013-csv.ts';
import { readImageFolder } from './read-image-folder.ts';
import { packSamples, type LabelledFace, type Samples, type Split } from './samples.ts';

/** One split as its file or folder has it, no row left out. */
export interface SplitContent {
  readonly faces: readonly LabelledFace[];
  /** The same faces, votes joined. */
  readonly samples: Samples;
  /** Row by row, or null without votes. */
  readonly votes: readonly VoteSummary[] | null;
}

export interface ReadSplitsOptions {
  /** Told what is left out of an image folder, one sentence a call. */
  readonly onNote: (sentence: string) => void;
  /** Told of each picture of an image folder that cannot be read; without it, such a picture is an error. */
  readonly onBroken?: (file: string) => void;
}

/**
 * Reads those of the splits that have rows, whole, in one pass over their file. Where one folder serves as several
 * splits, they share their `faces`.
 *
 * @throws ExpectedError if a file is missing, damaged or malformed, or the files do not belong together
 */
export async function readSplits(
  paths: DataSetPaths,
  splits: readonly Split[],
  { onNote, onBroken }: ReadSplitsOptions,
): Promise<{ source: FaceSource; contents: Map<Split, SplitContent> }> {
  const source = await locateFaces(paths.data);
  if (source.kind === 'images' && (paths.votes !== undefined || paths.leakage !== undefined)) {
    throw new ExpectedError(
      `Votes and leakage lists go by the row numbers of fer2013.csv, which the image folder ${source.path} has lost; give fer2013.csv as the data set or leave them out.`,
    );
  }
  const votes = paths.votes === undefined ? null : await readFerPlusVotes(paths.votes);
  const facesOf =
    source.kind === 'csv'
      ? await readFer2013Csv(source.path, splits)
      : await readImageFolder(source.path, splits, onNote, onBroken);

  const contents = new Map<Split, SplitContent>();
  for (const split of splits) {
    const faces = facesOf.get(split) ?? [];
    if (faces.length === 0) continue;
    const splitVotes = votes?.[split] ?? null;
    if (splitVotes !== null && splitVotes.length !== faces.length) {
      throw new ExpectedError(
        `${basename(paths.votes ?? '')} has ${splitVotes.length} ${split} rows but ${basename(source.path)} has ${faces.length}; give the votes that belong to this file, all rows included.`,
      );
    }
    const samples = splitVotes === null ? packSamples(faces) : joinVotes(packSamples(faces), splitVotes);
    contents.set(split, { faces, samples, votes: splitVotes });
  }
  return { source, contents };
}
