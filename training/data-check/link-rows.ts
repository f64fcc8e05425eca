import type { Duplicates, DuplicateKind, NearDuplicate } from './find-duplicates.ts';
import type { RowTable } from './row-table.ts';
import type { Split } from '../data/samples.ts';

/** A row and the row that most resembles it. */
export interface RowLink {
  readonly row: number;
  readonly partner: number;
  readonly kind: DuplicateKind;
  readonly mirrored: boolean;
  /** 1 for the same bytes, else the normalised cross-correlation. */
  readonly similarity: number;
}

/**
 * For each row of one split, its closest duplicate in another split, or the closest earlier one in its own.
 *
 * @returns at most one link a row, in the order of rows
 */
export function linkRows({ splitOf }: RowTable, duplicates: Duplicates, from: Split, to: Split): RowLink[] {
  const { originals } = duplicates;
  // The first row of `to` with the bytes of each original.
  const firstIn = new Map<number, number>();
  originals.forEach((original, row) => {
    if (splitOf[row] === to && !firstIn.has(original)) firstIn.set(original, row);
  });
  const nearOf = indexNear(duplicates.near);
  const links: RowLink[] = [];
  originals.forEach((original, row) => {
    if (splitOf[row] !== from) return;
    const isPartner = (other: number | undefined): other is number =>
      other !== undefined && (from !== to || other < row);
    const twin = firstIn.get(original);
    if (isPartner(twin)) {
      links.push({ row, partner: twin, kind: 'exact', mirrored: false, similarity: 1 });
      return;
    }
    for (const { other, pair } of nearOf.get(original) ?? []) {
      const partner = firstIn.get(other);
      if (!isPartner(partner)) continue;
      links.push({ row, partner, kind: pair.kind, mirrored: pair.mirrored, similarity: pair.similarity });
      break;
    }
  });
  return links;
}

interface Near {
  readonly other: number;
  readonly pair: NearDuplicate;
}

/** The near duplicates of each original, the same cut before another one, then the most alike. */
function indexNear(pairs: readonly NearDuplicate[]): Map<number, Near[]> {
  const nearOf = new Map<number, Near[]>();
  const add = (row: number, other: number, pair: NearDuplicate): void => {
    const near = nearOf.get(row);
    if (near) near.push({ other, pair });
    else nearOf.set(row, [{ other, pair }]);
  };
  for (const pair of pairs) {
    add(pair.first, pair.second, pair);
    add(pair.second, pair.first, pair);
  }
  const rank = ({ pair }: Near): number => (pair.kind === 'same-photo' ? 1 : 0) + pair.similarity;
  for (const near of nearOf.values()) near.sort((a, b) => rank(b) - rank(a) || a.other - b.other);
  return nearOf;
}
