import { writeSplitRule } from '../../src/core/split-rule.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import type { VoteSummary } from './fer-plus-votes.ts';
import { readHashed, type UsedData } from './hash-data-set.ts';
import { readLeakageList, type LeakageList, selectCleanRows } from './leakage-list.ts';
import type { DataSetPaths } from './locate-data-set.ts';
import { readSplits } from './read-splits.ts';
import { selectSamples, type Samples, type Split } from './samples.ts';

export type { DataSetPaths } from './locate-data-set.ts';

export interface ReadOptions {
  /**
   * Which rows of Training to return. 'usable' (default): without those that the leakage list ties to a test and those
   * that most voters found no face in. 'distinct': without those that repeat an earlier one, too. 'all': as in the file.
   */
  readonly trainingRows?: 'usable' | 'distinct' | 'all';
  /** Told what is left out of an image folder, one sentence a call; by default it goes to stderr. */
  readonly onNote?: (sentence: string) => void;
}

/**
 * Reads some splits of a data set, in one pass over its file. The tests come whole: see `selectCleanRows` for the part
 * of them that the leakage list does not tie to Training.
 *
 * Votes join row by row: the k-th row of a Usage in the data set is the k-th row of that Usage in the votes, so a file
 * that holds only some of the splits works too. Image folders have lost the row numbers: neither votes nor a leakage
 * list can be joined to them.
 *
 * @throws ExpectedError if a file is missing, damaged or malformed, a split has no rows, or the files do not belong together
 */
export async function readDataSet<S extends Split>(
  paths: DataSetPaths,
  splits: readonly S[],
  { trainingRows = 'usable', onNote = console.warn }: ReadOptions = {},
): Promise<Record<S, Samples>> {
  const { source, contents } = await readSplits(paths, splits, { onNote });
  const leakage = paths.leakage === undefined ? null : await readLeakageList(paths.leakage);
  const entries = splits.map((split) => {
    const content = contents.get(split);
    if (content === undefined) {
      throw new ExpectedError(`There are no ${split} faces in ${source.path}; give a data set that has some.`);
    }
    const { samples, votes } = content;
    const isWhole = split !== 'Training' || trainingRows === 'all';
    return [split, isWhole ? samples : selectTrainingRows(samples, votes, leakage, trainingRows === 'distinct')];
  });
  return Object.fromEntries(entries) as Record<S, Samples>;
}

function selectTrainingRows(
  samples: Samples,
  votes: readonly VoteSummary[] | null,
  leakage: LeakageList | null,
  dropRepeated: boolean,
): Samples {
  return selectSamples(samples, (row) => {
    const sourceRow = samples.sourceRows[row] as number;
    if (votes?.[row]?.isNotAFace === true) return false;
    if (leakage?.leaked.has(sourceRow) === true) return false;
    return !(dropRepeated && leakage?.repeated.has(sourceRow) === true);
  });
}

/** A split to score models on. */
export interface ScoringRows {
  /** All rows, as the split was published. */
  readonly all: Samples;
  /** Those that the leakage list does not tie to Training; null without a list that names any. */
  readonly clean: Samples | null;
  /** Which files they are from. */
  readonly source: UsedData;
}

/**
 * Reads a split to score on.
 *
 * @throws ExpectedError if the data set cannot be read
 */
export async function readScoringRows(paths: DataSetPaths, split: Split): Promise<ScoringRows> {
  return readHashed(paths, async (source) => {
    const all = (await readDataSet(paths, [split], { trainingRows: 'all' }))[split];
    const clean = paths.leakage === undefined ? null : selectCleanRows(all, await readLeakageList(paths.leakage));
    return { all, clean, source };
  });
}

/** Which rows of a data set train, validate and test, in sentences for people: the rule of `readDataSet`. */
export function describeSplitRule({ votes, leakage }: DataSetPaths): string {
  return writeSplitRule({ leaked: leakage !== undefined, faceless: votes !== undefined });
}
