import { parseChoice, parseWholeNumber, readCsv } from './read-csv.ts';
import { selectSamples, type Samples } from './samples.ts';

/** Which rows of FER2013 share a photograph, in row numbers of the original fer2013.csv, header excluded. */
export interface LeakageList {
  /** Training rows whose photograph also appears in PublicTest or PrivateTest. */
  readonly leaked: ReadonlySet<number>;
  /** Training rows that repeat an earlier Training row. */
  readonly repeated: ReadonlySet<number>;
  /** Test rows whose photograph also appears in Training, as far as the list names them. */
  readonly sharedTestRows: ReadonlySet<number>;
}

const REPEATED = 'duplicate-in-train';
const REASONS = [REPEATED, 'same-photo-public', 'recrop-public', 'same-photo-private', 'recrop-private'] as const;

/**
 * Reads a list with the columns fer2013_row (a Training row), reason and matching_row (which may be empty).
 *
 * @throws DataError naming the file, the line and what is wrong there
 */
export async function readLeakageList(path: string): Promise<LeakageList> {
  const leaked = new Set<number>();
  const repeated = new Set<number>();
  const sharedTestRows = new Set<number>();
  for await (const row of readCsv(path, ['fer2013_row', 'reason', 'matching_row'])) {
    const trainingRow = parseWholeNumber(row, 'fer2013_row');
    if (parseChoice(row, 'reason', REASONS) === REPEATED) {
      repeated.add(trainingRow);
      continue;
    }
    leaked.add(trainingRow);
    if (row.values.matching_row !== '') sharedTestRows.add(parseWholeNumber(row, 'matching_row'));
  }
  return { leaked, repeated, sharedTestRows };
}

/**
 * The rows of a test split that share no photograph with Training.
 *
 * @returns null when the list names no row of this split, so that nothing is known of it
 */
export function selectCleanRows(samples: Samples, list: LeakageList): Samples | null {
  const isShared = (row: number): boolean => list.sharedTestRows.has(samples.sourceRows[row] as number);
  if (!Array.from(samples.labels.keys()).some(isShared)) return null;
  return selectSamples(samples, (row) => !isShared(row));
}
