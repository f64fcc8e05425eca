import { formatPercent } from '../../node/format.ts';
import type { DataCheck, SplitLinks } from './check-data-set.ts';
import type { DuplicateKind } from './find-duplicates.ts';
import type { RowLink } from './link-rows.ts';

/** The few lines of a check that a command prints. */
export function summariseDataCheck(check: DataCheck): string[] {
  const duplicates = check.links.map((pair) => {
    const { exact, samePhoto, recrop } = countLinks(pair.links);
    const kinds = `${exact} the same bytes, ${samePhoto} the same cut, ${recrop} cut otherwise`;
    return `${nameLinks(pair)}: ${pair.links.length} (${kinds})`;
  });
  const agreement = check.agreement.map(({ split, majorityCounts, agreeing }) => {
    return `${split} labels that are FER+'s majority: ${describeShare(sum(agreeing), sum(majorityCounts))}`;
  });
  const comparison = (check.comparison ?? []).map(({ topic, given, found, both }) => {
    return `Training rows ${topic}: ${both} of the ${given} in the given list were found, and ${found - both} more`;
  });
  return [
    `rows: ${check.splits.map(({ split, classCounts }) => `${split} ${sum(classCounts)}`).join(', ')}`,
    `flat pictures: ${check.flatRows.length}, broken files: ${check.brokenFiles.length}`,
    ...duplicates,
    `photographs with more than one label: ${check.conflicts.length}`,
    ...agreement,
    ...comparison,
  ];
}

/** How many links there are of each kind. */
export function countLinks(links: readonly RowLink[]): Record<'exact' | 'samePhoto' | 'recrop' | 'mirrored', number> {
  const count = (kind: DuplicateKind): number => links.filter((link) => link.kind === kind).length;
  const mirrored = links.filter((link) => link.mirrored).length;
  return { exact: count('exact'), samePhoto: count('same-photo'), recrop: count('recrop'), mirrored };
}

/** What two splits have to do with each other, in words. */
export function nameLinks({ from, to }: SplitLinks): string {
  return from === to ? `${from} rows that repeat an earlier one` : `${from} rows with a photograph of ${to}`;
}

/** "3 of 4 (75.0 %)". */
export function describeShare(part: number, whole: number): string {
  return whole === 0 ? '0 of 0' : `${part} of ${whole} (${formatPercent(part / whole)})`;
}

/** The sum of some numbers. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
