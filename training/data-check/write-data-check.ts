import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { EXPRESSIONS } from '../../src/core/expressions.ts';
import type { DataCheck } from './check-data-set.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { describeDataCheck } from './describe-data-check.ts';
import type { RowLink } from './link-rows.ts';
import type { DataSetPaths } from '../data/locate-data-set.ts';
import { writeWhole } from '../../node/whole-files.ts';
import type { RowTable } from './row-table.ts';

/** A line of `flagged.csv`, without what it says of the row itself. */
interface Flag {
  readonly finding: string;
  readonly row?: number;
  readonly partner?: number;
  readonly file?: string;
  readonly similarity?: string;
  readonly mirrored?: boolean;
}

/**
 * Writes `report.md`, `flagged.csv` (every row that was found fault with) and, for a csv data set, the split file
 * `leakage.csv` as `readLeakageList` reads it. The same check gives the same bytes.
 *
 * @param paths where the data set lies, for the report
 * @throws ExpectedError if the folder cannot be made
 */
export async function writeDataCheck(folder: string, check: DataCheck, paths: DataSetPaths): Promise<void> {
  const leakageFile = join(folder, 'leakage.csv');
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new ExpectedError(`The folder ${folder} cannot be made; give another one with --out.`, { cause });
  });
  await writeWhole(join(folder, 'report.md'), describeDataCheck(check, { paths, leakageFile }));
  await writeWhole(join(folder, 'flagged.csv'), stringify(listFlags(check), { header: true }));
  // A list of an earlier data set must not pass for one of this.
  if (check.leakage === null) return rm(leakageFile, { force: true });
  const columns = [
    { key: 'trainingRow', header: 'fer2013_row' },
    { key: 'reason', header: 'reason' },
    { key: 'matchingRow', header: 'matching_row' },
    { key: 'similarity', header: 'similarity' },
  ];
  await writeWhole(leakageFile, stringify([...check.leakage], { header: true, columns }));
}

function listFlags(check: DataCheck): Record<string, string | number>[] {
  const toFlag = ({ row, partner, kind, similarity, mirrored }: RowLink): Flag => {
    return { finding: kind, row, partner, similarity: similarity.toFixed(3), mirrored };
  };
  const flags: Flag[] = [
    ...check.brokenFiles.map((file) => ({ finding: 'broken', file })),
    ...check.flatRows.map((row) => ({ finding: 'flat', row })),
    ...check.links.flatMap(({ links }) => links.map(toFlag)),
    ...check.conflicts.flatMap(([first, ...others]) =>
      others.map((row) => ({ finding: 'label-conflict', row, partner: first as number })),
    ),
    ...check.agreement.flatMap(({ notFaceRows }) => notFaceRows.map((row) => ({ finding: 'not-a-face', row }))),
  ];
  return flags.map(({ finding, row, partner, file = '', similarity = '', mirrored }) => {
    const own = describeRow(check.table, row);
    const match = describeRow(check.table, partner);
    return {
      finding,
      split: own.split,
      row: own.number,
      label: own.label,
      matching_split: match.split,
      matching_row: match.number,
      matching_label: match.label,
      similarity,
      mirrored: mirrored === undefined ? '' : mirrored ? 'yes' : 'no',
      file: file + own.file,
      matching_file: match.file,
    };
  });
}

function describeRow(
  table: RowTable,
  row: number | undefined,
): { split: string; number: string | number; label: string; file: string } {
  if (row === undefined) return { split: '', number: '', label: '', file: '' };
  return {
    split: table.splitOf[row] as string,
    number: table.sourceRows[row] as number,
    label: EXPRESSIONS[table.labels[row] as number] as string,
    file: table.files[row] ?? '',
  };
}
