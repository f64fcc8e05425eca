import { expect, it } from 'vitest';
import { compareLeakage } from '../../../training/data-check/compare-leakage.ts';
import { type Duplicates, type NearDuplicate, groupDuplicates } from '../../../training/data-check/find-duplicates.ts';
import { listLeakage } from '../../../training/data-check/list-leakage.ts';
import { linkRows } from '../../../training/data-check/link-rows.ts';
import type { RowTable } from '../../../training/data-check/row-table.ts';

// Training 0..5, PublicTest 6..8 (rows 28709..), PrivateTest 9 (row 32298).
const TABLE: RowTable = {
  pixels: new Uint8Array(0),
  splitOf: [
    ...Array.from({ length: 6 }, () => 'Training' as const),
    ...Array.from({ length: 3 }, () => 'PublicTest' as const),
    'PrivateTest',
  ],
  labels: new Uint8Array(10),
  sourceRows: Int32Array.of(0, 1, 2, 3, 4, 5, 28709, 28710, 28711, 32298),
  files: new Array<null>(10).fill(null),
};
const near = (first: number, second: number, kind: NearDuplicate['kind'], similarity: number): NearDuplicate => {
  return { first, second, kind, mirrored: false, similarity };
};
// Rows 0, 3 and 6 are copies, row 1 is another cut of them; 2, 7 and 8 the same cut; 4 and 9 another cut.
const DUPLICATES: Duplicates = {
  originals: Int32Array.of(0, 1, 2, 0, 4, 5, 0, 7, 8, 9),
  near: [
    near(0, 1, 'recrop', 0.99),
    near(2, 7, 'same-photo', 0.95),
    near(2, 8, 'same-photo', 0.97),
    near(4, 9, 'recrop', 0.9512),
  ],
};

it('links each row with its closest duplicate in another split', () => {
  const links = linkRows(TABLE, DUPLICATES, 'Training', 'PublicTest');
  expect(links.map(({ row, partner, kind, similarity }) => [row, partner, kind, similarity])).toEqual([
    [0, 6, 'exact', 1],
    [1, 6, 'recrop', 0.99],
    [2, 8, 'same-photo', 0.97],
    [3, 6, 'exact', 1],
  ]);
  expect(linkRows(TABLE, DUPLICATES, 'PublicTest', 'Training').map(({ row, partner }) => [row, partner])).toEqual([
    [6, 0],
    [7, 2],
    [8, 2],
  ]);
});

it('links rows of one split with earlier ones only', () => {
  expect(linkRows(TABLE, DUPLICATES, 'Training', 'Training').map(({ row, partner }) => [row, partner])).toEqual([
    [1, 0],
    [3, 0],
  ]);
});

it('groups what hangs together', () => {
  expect(groupDuplicates(DUPLICATES)).toEqual([
    [0, 1, 3, 6],
    [2, 7, 8],
    [4, 9],
  ]);
});

it('lists each leaked training row and each test row that leaks', () => {
  const lines = listLeakage(TABLE, DUPLICATES);
  expect(
    lines.map(({ trainingRow, reason, matchingRow, similarity }) => [trainingRow, reason, matchingRow, similarity]),
  ).toEqual([
    [0, 'same-photo-public', 28709, '1'],
    [1, 'recrop-public', 28709, '0.990'],
    [2, 'same-photo-public', 28710, '0.950'],
    [2, 'same-photo-public', 28711, '0.970'],
    [3, 'duplicate-in-train', 0, '1'],
    [3, 'same-photo-public', 28709, '1'],
    [4, 'recrop-private', 32298, '0.951'],
  ]);
});

it('compares lists by training rows, whichever cut they name', () => {
  const line = (trainingRow: number, reason: 'recrop-public' | 'same-photo-public' | 'duplicate-in-train') => {
    return { trainingRow, reason, matchingRow: null, similarity: '' };
  };
  const given = [
    line(0, 'recrop-public'),
    line(0, 'same-photo-public'),
    line(5, 'recrop-public'),
    line(5, 'duplicate-in-train'),
  ];
  expect(
    compareLeakage(given, listLeakage(TABLE, DUPLICATES), ['repeated in Training', 'shared with PublicTest']),
  ).toEqual([
    { topic: 'repeated in Training', given: 1, found: 1, both: 0 },
    { topic: 'shared with PublicTest', given: 2, found: 4, both: 1 },
  ]);
});
