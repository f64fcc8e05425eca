import { ExpectedError } from '../../node/command/expected-error.ts';
import { locateFaces, type DataSetPaths } from './locate-data-set.ts';
import { readScoringRows } from './read-data-set.ts';
import type { Samples } from './samples.ts';

/** How many faces FER2013's PrivateTest has (Goodfellow et al. 2013, arXiv:1307.0414, section 3). */
export const PRIVATE_TEST_ROWS = 3589;

/**
 * Reads PrivateTest, votes joined, and makes sure that it is FER2013's: no other faces are blind. An image folder has
 * lost its row numbers, so nobody can tell what its test/ holds.
 *
 * @param rowCount how many rows there must be
 * @throws ExpectedError if it is a folder of images, rows or votes are missing, or the data set cannot be read
 */
export async function readBlindRows(paths: DataSetPaths, rowCount = PRIVATE_TEST_ROWS): Promise<Samples> {
  const source = await locateFaces(paths.data);
  if (source.kind === 'images') {
    throw new ExpectedError(
      `${source.path} is a folder of images, whose test faces may not be blind; give the whole fer2013.csv with --data.`,
    );
  }
  if (paths.votes === undefined) {
    throw new ExpectedError(
      'Blind scores are compared with the majority of ten people, too; give fer2013new.csv with --votes.',
    );
  }
  const { all } = await readScoringRows(paths, 'PrivateTest');
  if (all.labels.length !== rowCount) {
    throw new ExpectedError(
      `${source.path} has ${all.labels.length} PrivateTest rows, but FER2013 has ${rowCount}; give the whole fer2013.csv with --data.`,
    );
  }
  return all;
}
