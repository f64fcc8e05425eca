import type { DataSetPaths } from '../data/locate-data-set.ts';
import { readLeakageList, selectCleanRows } from '../data/leakage-list.ts';
import { readDataSet } from '../data/read-data-set.ts';
import type { Samples, Split } from '../data/samples.ts';

/** A split to score models on. */
export interface ScoringRows {
  /** All rows, as the split was published. */
  readonly all: Samples;
  /** Those that the leakage list does not tie to Training; null without a list that names any. */
  readonly clean: Samples | null;
}

/**
 * Reads a split to score on.
 *
 * @throws ExpectedError if the data set cannot be read
 */
export async function readScoringRows(paths: DataSetPaths, split: Split): Promise<ScoringRows> {
  const all = (await readDataSet(paths, [split], { trainingRows: 'all' }))[split];
  const clean = paths.leakage === undefined ? null : selectCleanRows(all, await readLeakageList(paths.leakage));
  return { all, clean };
}
