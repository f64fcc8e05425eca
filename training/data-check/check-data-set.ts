import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';
import { compareLeakage, findTopic, LEAKAGE_TOPICS, type LeakageComparison } from './compare-leakage.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { findDuplicates, groupDuplicates } from './find-duplicates.ts';
import { findFlatRows } from './find-flat-rows.ts';
import { compareLeakageRows, listLeakage } from './list-leakage.ts';
import { readLeakageRows, type LeakageRow } from '../data/leakage-list.ts';
import { linkRows, type RowLink } from './link-rows.ts';
import type { DataSetPaths } from '../data/locate-data-set.ts';
import { measureVoteAgreement, type VoteAgreement } from './measure-vote-agreement.ts';
import { readSplits, type SplitContent } from '../data/read-splits.ts';
import { createRowTable, type RowTable } from './row-table.ts';
import { SPLITS, type Split } from '../data/samples.ts';

/** The rows of one split that have a duplicate in another, or an earlier one in their own. */
export interface SplitLinks {
  readonly from: Split;
  readonly to: Split;
  readonly links: readonly RowLink[];
}

/** All that is known of a data set once it was checked. */
export interface DataCheck {
  readonly kind: 'csv' | 'images';
  readonly table: RowTable;
  /** Those that are there, in the order of the table, with their rows of each class 0..6. */
  readonly splits: readonly { readonly split: Split; readonly classCounts: readonly number[] }[];
  /** Pictures of a folder that cannot be read. */
  readonly brokenFiles: readonly string[];
  readonly flatRows: readonly number[];
  readonly links: readonly SplitLinks[];
  /** Groups of rows that show one photograph and bear two labels or more. */
  readonly conflicts: readonly (readonly number[])[];
  readonly agreement: readonly (VoteAgreement & { readonly split: Split })[];
  /** The lines of the split file; null for image folders, whose numbers mean nothing to it. */
  readonly leakage: readonly LeakageRow[] | null;
  /** How many of its lines are the given list's, about splits that are not in this data set. */
  readonly keptLines: number;
  /** How the given list compares, or null without one. */
  readonly comparison: readonly LeakageComparison[] | null;
}

export interface CheckListener {
  readonly onNote: (sentence: string) => void;
  /** Told how much of the search for duplicates is done, 0..1. */
  readonly onProgress: (share: number) => void;
}

/**
 * Reads a whole data set and looks for what spoils training or scores: flat and broken pictures, duplicates inside and
 * across splits, labels that contradict each other or the votes. The current tfjs backend does the searching.
 *
 * @throws ExpectedError if a file is missing, damaged or malformed, nothing is in it, or the files do not belong together
 */
export async function checkDataSet(paths: DataSetPaths, { onNote, onProgress }: CheckListener): Promise<DataCheck> {
  const brokenFiles: string[] = [];
  const onBroken = (file: string): void => void brokenFiles.push(file);
  const { source, contents: all } = await readSplits(paths, SPLITS, { onNote, onBroken });
  const contents = dropSharedFolders(all, onNote);
  if (contents.size === 0)
    throw new ExpectedError(`There are no faces in ${source.path}; give a data set that has some.`);
  const given = paths.leakage === undefined ? null : await readLeakageRows(paths.leakage);

  const table = createRowTable(contents);
  const splits = [...contents.keys()];
  const flatRows = findFlatRows(table.pixels);
  const duplicates = findDuplicates(table.pixels, flatRows, onProgress);
  const links = splits.flatMap((from) =>
    splits.map((to) => ({ from, to, links: linkRows(table, duplicates, from, to) })),
  );
  const found = listLeakage(table, duplicates);
  const kept = (given ?? []).filter(({ reason }) => !isKnown(reason, splits));
  return {
    kind: source.kind,
    table,
    splits: [...contents].map(([split, content]) => ({ split, classCounts: countClasses(content) })),
    brokenFiles,
    flatRows,
    links,
    conflicts: groupDuplicates(duplicates).filter((rows) => new Set(rows.map((row) => table.labels[row])).size > 1),
    agreement: [...contents].flatMap(([split, content]) => {
      const agreement = measureVoteAgreement(content, table.splitOf.indexOf(split));
      return agreement ? [{ split, ...agreement }] : [];
    }),
    leakage: source.kind === 'csv' ? [...found, ...kept].sort(compareLeakageRows) : null,
    keptLines: kept.length,
    comparison: given && compareLeakage(given, found, listTopics(splits)),
  };
}

/** One folder may serve as several splits; its pictures are no duplicates of themselves. */
function dropSharedFolders(
  contents: ReadonlyMap<Split, SplitContent>,
  onNote: (sentence: string) => void,
): Map<Split, SplitContent> {
  const kept = new Map<Split, SplitContent>();
  for (const [split, content] of contents) {
    const twin = [...kept].find(([, other]) => other.faces === content.faces)?.[0];
    if (twin === undefined) kept.set(split, content);
    else onNote(`One folder serves as both ${twin} and ${split}; it is checked once, as ${twin}.`);
  }
  return kept;
}

function countClasses({ samples }: SplitContent): number[] {
  const counts = new Array<number>(EXPRESSION_COUNT).fill(0);
  for (const label of samples.labels) counts[label] = (counts[label] as number) + 1;
  return counts;
}

function isKnown(reason: LeakageRow['reason'], splits: readonly Split[]): boolean {
  return listTopics(splits).includes(findTopic(reason));
}

/** What a search through these splits can find. */
function listTopics(splits: readonly Split[]): (typeof LEAKAGE_TOPICS)[number][] {
  return LEAKAGE_TOPICS.filter((topic) => {
    const needed = SPLITS.filter((split) => topic.includes(split));
    return ['Training' as const, ...needed].every((split) => splits.includes(split));
  });
}
