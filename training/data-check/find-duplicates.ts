import { createHash } from 'node:crypto';
import { INPUT_PIXELS } from '../../src/core/preprocess.ts';
import { alignFaces, type FaceAlignment } from './align-faces.ts';
import { findCandidatePairs } from './find-candidate-pairs.ts';
import { viewFace } from '../data/samples.ts';

/** Byte for byte the same; the same cut of one photograph, perhaps mirrored; another cut of it. */
export type DuplicateKind = 'exact' | 'same-photo' | 'recrop';

/** Two pictures of one photograph that differ in some bytes. */
export interface NearDuplicate {
  /** Rows, `first` < `second`; each is the first of all rows with its bytes. */
  readonly first: number;
  readonly second: number;
  readonly kind: Exclude<DuplicateKind, 'exact'>;
  readonly mirrored: boolean;
  /** Normalised cross-correlation of what both show, `LEAST_DUPLICATE_SIMILARITY`..1. */
  readonly similarity: number;
}

/** What repeats what. */
export interface Duplicates {
  /** n: the first row with the same bytes, perhaps the row itself. */
  readonly originals: Int32Array;
  /** Ordered by first and second. */
  readonly near: readonly NearDuplicate[];
}

/**
 * Pictures that match at least this well once aligned show one photograph. On FER2013 the similarities of candidates
 * have two humps with a valley at 0.93: of pairs looked at between 0.94 and 0.96 all were one photograph, between 0.93
 * and 0.94 about a quarter were two people.
 */
export const LEAST_DUPLICATE_SIMILARITY = 0.94;

/** A picture moved by no more than this many pixels, or scaled by less than this, is the same cut. */
const SAME_CUT_SHIFT = 1;
const SAME_CUT_SCALE = 1.04;

/** Of the time, aligning takes about this share; only the progress bar asks. */
const ALIGNING_SHARE = 0.3;

/**
 * Finds pictures that show one photograph: the same bytes by SHA-256; moved, scaled, cut or mirrored ones by comparing
 * all pairs coarsely (`findCandidatePairs`, on the current tfjs backend) and the likely ones pixel by pixel (`alignFaces`).
 *
 * Measured on FER2013: of faces cut again to 83 % or 77 % of their width about the middle it finds 300 of 300; cut to
 * 92 %, 85 % and 79 % anywhere, 97 %, 88 % and 59 %. Of 887 rows that another finder had named as shared between
 * Training and PublicTest it finds 825, and of the other 62 about a third show two people; it finds 989 rows more. Of
 * these, all 92 that were looked at were right; of 42 of the least alike pairs in Training, two or three were doubtful.
 * Turned pictures escape it.
 *
 * @param pixels n x 2304 gray bytes
 * @param flatRows rows without contrast, which are compared by their bytes only: they correlate with anything
 * @param onProgress told the share that is done, 0..1
 */
export function findDuplicates(
  pixels: Uint8Array,
  flatRows: readonly number[],
  onProgress: (share: number) => void = () => undefined,
): Duplicates {
  const originals = findOriginals(pixels);
  const flat = new Set(flatRows);
  const rows = Array.from(originals.keys()).filter((row) => originals[row] === row && !flat.has(row));
  const distinct = new Uint8Array(rows.length * INPUT_PIXELS);
  rows.forEach((row, i) => distinct.set(viewFace(pixels, row), i * INPUT_PIXELS));

  const candidates = findCandidatePairs(distinct, (share) => onProgress(share * (1 - ALIGNING_SHARE)));
  const near = candidates.flatMap(({ first, second, start }, i): NearDuplicate[] => {
    if (i % 100 === 0) onProgress(1 - ALIGNING_SHARE * (1 - i / candidates.length));
    const { alignment, similarity } = alignFaces(viewFace(distinct, first), viewFace(distinct, second), start);
    if (similarity < LEAST_DUPLICATE_SIMILARITY) return [];
    const kind = isSameCut(alignment) ? 'same-photo' : 'recrop';
    const { mirrored } = alignment;
    return [{ first: rows[first] as number, second: rows[second] as number, kind, mirrored, similarity }];
  });
  onProgress(1);
  return { originals, near };
}

function findOriginals(pixels: Uint8Array): Int32Array {
  const firstWith = new Map<string, number>();
  return Int32Array.from({ length: pixels.length / INPUT_PIXELS }, (_, row) => {
    const hash = createHash('sha256').update(viewFace(pixels, row)).digest('base64');
    const original = firstWith.get(hash) ?? row;
    firstWith.set(hash, original);
    return original;
  });
}

function isSameCut({ scale, shiftX, shiftY }: FaceAlignment): boolean {
  const isMoved = Math.max(Math.abs(shiftX), Math.abs(shiftY)) > SAME_CUT_SHIFT;
  return !isMoved && scale < SAME_CUT_SCALE && scale > 1 / SAME_CUT_SCALE;
}

/**
 * Puts rows that show one photograph, directly or by way of others, into one group (union-find).
 *
 * @returns groups of two and more rows; rows ascend, groups by their first row
 */
export function groupDuplicates({ originals, near }: Duplicates): number[][] {
  const parents = Int32Array.from(originals);
  const findRoot = (row: number): number => {
    let root = row;
    while (parents[root] !== root) root = parents[root] as number;
    parents[row] = root; // the next search is shorter
    return root;
  };
  for (const { first, second } of near) {
    const [a, b] = [findRoot(first), findRoot(second)];
    parents[Math.max(a, b)] = Math.min(a, b);
  }
  const groups = new Map<number, number[]>();
  for (const row of originals.keys()) {
    const root = findRoot(row);
    const group = groups.get(root);
    if (group) group.push(row);
    else groups.set(root, [row]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
