import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';
import type { SplitContent } from '../data/read-splits.ts';

/** How FER2013's labels and FER+'s votes go together in one split. */
export interface VoteAgreement {
  /** Rows of each class, 0..6, by FER+'s majority. */
  readonly majorityCounts: readonly number[];
  /** Those among them whose label is the same. */
  readonly agreeing: readonly number[];
  /** Rows without a majority for one of the seven: no majority at all, contempt, unknown, not a face. */
  readonly withoutMajority: number;
  /** Rows in which most voters found no face. */
  readonly notFaceRows: readonly number[];
}

/**
 * Compares labels with votes.
 *
 * @param firstRow number of the split's first row, from which `notFaceRows` counts
 * @returns null without votes
 */
export function measureVoteAgreement({ samples, votes }: SplitContent, firstRow: number): VoteAgreement | null {
  if (votes === null) return null;
  const majorityCounts = new Array<number>(EXPRESSION_COUNT).fill(0);
  const agreeing = new Array<number>(EXPRESSION_COUNT).fill(0);
  const notFaceRows: number[] = [];
  let withoutMajority = 0;
  votes.forEach(({ majority, isNotAFace }, row) => {
    if (isNotAFace) notFaceRows.push(firstRow + row);
    if (majority < 0) {
      withoutMajority++;
      return;
    }
    majorityCounts[majority] = (majorityCounts[majority] as number) + 1;
    if (samples.labels[row] === majority) agreeing[majority] = (agreeing[majority] as number) + 1;
  });
  return { majorityCounts, agreeing, withoutMajority, notFaceRows };
}
