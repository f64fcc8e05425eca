import type { Duplicates } from './find-duplicates.ts';
import type { LeakageReason, LeakageRow } from '../data/leakage-list.ts';
import { linkRows, type RowLink } from './link-rows.ts';
import type { RowTable } from './row-table.ts';

const TESTS = [
  ['PublicTest', 'same-photo-public', 'recrop-public'],
  ['PrivateTest', 'same-photo-private', 'recrop-private'],
] as const;

/**
 * What a leakage list says of a data set. Every Training row that shares a photograph with a test is there, every test
 * row that does is named as a matching row, and every Training row that repeats an earlier one in the same cut is there.
 *
 * @returns lines ordered by Training row, reason and matching row
 */
export function listLeakage(table: RowTable, duplicates: Duplicates): LeakageRow[] {
  const sourceRow = (row: number): number => table.sourceRows[row] as number;
  const describe = (trainingRow: number, match: number, reason: LeakageReason, link: RowLink): LeakageRow => {
    const similarity = link.kind === 'exact' ? '1' : link.similarity.toFixed(3);
    return { trainingRow: sourceRow(trainingRow), reason, matchingRow: sourceRow(match), similarity };
  };
  const rows: LeakageRow[] = linkRows(table, duplicates, 'Training', 'Training')
    .filter(({ kind }) => kind !== 'recrop')
    .map((link) => describe(link.row, link.partner, 'duplicate-in-train', link));
  for (const [test, samePhoto, recrop] of TESTS) {
    const toReason = ({ kind }: RowLink): LeakageReason => (kind === 'recrop' ? recrop : samePhoto);
    const fromTraining = linkRows(table, duplicates, 'Training', test);
    const named = new Set(fromTraining.map(({ partner }) => partner));
    const fromTest = linkRows(table, duplicates, test, 'Training').filter(({ row }) => !named.has(row));
    rows.push(...fromTraining.map((link) => describe(link.row, link.partner, toReason(link), link)));
    rows.push(...fromTest.map((link) => describe(link.partner, link.row, toReason(link), link)));
  }
  return rows.sort(compareLeakageRows);
}

/** By Training row, reason and matching row. */
export function compareLeakageRows(a: LeakageRow, b: LeakageRow): number {
  if (a.trainingRow !== b.trainingRow) return a.trainingRow - b.trainingRow;
  if (a.reason !== b.reason) return a.reason < b.reason ? -1 : 1;
  return (a.matchingRow ?? -1) - (b.matchingRow ?? -1);
}
