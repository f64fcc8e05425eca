import type { LeakageReason, LeakageRow } from '../data/leakage-list.ts';

/** What a reason is about; whole or cut otherwise counts alike, because two finders may draw that line elsewhere. */
export const LEAKAGE_TOPICS = ['repeated in Training', 'shared with PublicTest', 'shared with PrivateTest'] as const;
export type LeakageTopic = (typeof LEAKAGE_TOPICS)[number];

/** Training rows that two lists name for one topic. */
export interface LeakageComparison {
  readonly topic: LeakageTopic;
  readonly given: number;
  readonly found: number;
  readonly both: number;
}

/** The topic of a reason. */
export function findTopic(reason: LeakageReason): LeakageTopic {
  switch (reason) {
    case 'duplicate-in-train':
      return 'repeated in Training';
    case 'same-photo-public':
    case 'recrop-public':
      return 'shared with PublicTest';
    case 'same-photo-private':
    case 'recrop-private':
      return 'shared with PrivateTest';
    default:
      return reason satisfies never;
  }
}

/**
 * Counts on how many Training rows a given list and the rows that were found agree.
 *
 * @param topics the only ones to compare: of a split that is not there nothing can be found
 */
export function compareLeakage(
  given: readonly LeakageRow[],
  found: readonly LeakageRow[],
  topics: readonly LeakageTopic[],
): LeakageComparison[] {
  return topics.map((topic) => {
    const select = (rows: readonly LeakageRow[]): Set<number> =>
      new Set(rows.filter(({ reason }) => findTopic(reason) === topic).map(({ trainingRow }) => trainingRow));
    const [givenRows, foundRows] = [select(given), select(found)];
    const both = [...givenRows].filter((row) => foundRows.has(row)).length;
    return { topic, given: givenRows.size, found: foundRows.size, both };
  });
}
