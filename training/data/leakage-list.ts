import { parseChoice, parseWholeNumber, readCsv } from '../../node/read-csv.ts';
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

/** Why a Training row is listed: it repeats an earlier one, or shows the photograph of a test row, whole or cut otherwise. */
export const LEAKAGE_REASONS = [
  'duplicate-in-train',
  'same-photo-public',
  'recrop-public',
  'same-photo-private',
  'recrop-private',
] as const;
export type LeakageReason = (typeof LEAKAGE_REASONS)[number];

/** One line of a list. */
export interface LeakageRow {
  readonly trainingRow: number;
  readonly reason: LeakageReason;
  /** The row with the same photograph, or null where the list does not name it. */
  readonly matchingRow: number | null;
  /** How alike the two are, 0..1, as written there. */
  readonly similarity: string;
}

/**
 * Reads the lines of a list with the columns fer2013_row (a Training row), reason, matching_row (which may be empty) and,
 * if it likes, similarity.
 *
 * @throws ExpectedError naming the file, the line and what is wrong there
 */
export async function readLeakageRows(path: string): Promise<LeakageRow[]> {
  const rows: LeakageRow[] = [];
  for await (const row of readCsv(path, ['fer2013_row', 'reason', 'matching_row'])) {
    rows.push({
      trainingRow: parseWholeNumber(row, 'fer2013_row'),
      reason: parseChoice(row, 'reason', LEAKAGE_REASONS),
      matchingRow: row.values.matching_row === '' ? null : parseWholeNumber(row, 'matching_row'),
      similarity: 'similarity' in row.values ? String(row.values.similarity) : '',
    });
  }
  return rows;
}

/**
 * Reads a list into sets of rows: see `readLeakageRows`.
 *
 * @throws ExpectedError naming the file, the line and what is wrong there
 */
export async function readLeakageList(path: string): Promise<LeakageList> {
  const leaked = new Set<number>();
  const repeated = new Set<number>();
  const sharedTestRows = new Set<number>();
  for (const { trainingRow, reason, matchingRow } of await readLeakageRows(path)) {
    if (reason === 'duplicate-in-train') {
      repeated.add(trainingRow);
      continue;
    }
    leaked.add(trainingRow);
    if (matchingRow !== null) sharedTestRows.add(matchingRow);
  }
  return { leaked, repeated, sharedTestRows };
}

/**
 * The rows of a test split that the list does not tie to Training.
 *
 * @returns null when the list names no row of this split, so that nothing is known of it
 */
export function selectCleanRows(samples: Samples, list: LeakageList): Samples | null {
  const isShared = (row: number): boolean => list.sharedTestRows.has(samples.sourceRows[row] as number);
  if (!Array.from(samples.labels.keys()).some(isShared)) return null;
  return selectSamples(samples, (row) => !isShared(row));
}
