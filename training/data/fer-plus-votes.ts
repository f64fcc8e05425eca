import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';
import { parseChoice, parseWholeNumber, readCsv } from '../../node/read-csv.ts';
import { SPLITS, type Samples, type Split } from './samples.ts';

/** FER+'s ten answers: first the seven expressions in class order, then what is none of them. */
export const VOTE_COLUMNS = [
  'anger',
  'disgust',
  'fear',
  'happiness',
  'sadness',
  'surprise',
  'neutral',
  'contempt',
  'unknown',
  'nf',
] as const;
const NOT_A_FACE = VOTE_COLUMNS.indexOf('nf');

/** What the votes on one face come to. */
export interface VoteSummary {
  /** The class 0..6 chosen by more than half of the votes, or -1. */
  readonly majority: number;
  /** Seven shares in class order that sum to 1, or null when nothing of the seven is left. */
  readonly shares: readonly number[] | null;
  /** How many chose each of the seven, single votes included, in class order. */
  readonly counts: readonly number[];
  /** More than half found no face in the picture. */
  readonly isNotAFace: boolean;
}

/** The votes of each split in file order. */
export type FerPlusVotes = Readonly<Record<Split, readonly VoteSummary[]>>;

/**
 * The rule of Barsoum et al. 2016 (majority mode), restricted to seven classes: single votes count as outliers and
 * become 0; the majority is the answer with more than half of the votes that remain, contempt, unknown and
 * not-a-face counted among them; the shares are those of the seven classes among themselves.
 *
 * @param counts ten vote counts in the order of `VOTE_COLUMNS`
 */
export function summariseVotes(counts: readonly number[]): VoteSummary {
  const kept = counts.map((count) => (count === 1 ? 0 : count));
  const half = sum(kept) / 2;
  const leader = kept.findIndex((count) => count > half);
  const seven = kept.slice(0, EXPRESSION_COUNT);
  const total = sum(seven);
  return {
    majority: leader < EXPRESSION_COUNT ? leader : -1,
    shares: total > 0 ? seven.map((count) => count / total) : null,
    counts: counts.slice(0, EXPRESSION_COUNT),
    isNotAFace: leader === NOT_A_FACE,
  };
}

/**
 * Reads `fer2013new.csv` of microsoft/FERPlus.
 *
 * @throws ExpectedError naming the file, the line and what is wrong there
 */
export async function readFerPlusVotes(path: string): Promise<FerPlusVotes> {
  const votes: Record<Split, VoteSummary[]> = { Training: [], PublicTest: [], PrivateTest: [] };
  for await (const row of readCsv(path, ['usage', ...VOTE_COLUMNS])) {
    const counts = VOTE_COLUMNS.map((column) => parseWholeNumber(row, column));
    votes[parseChoice(row, 'usage', SPLITS)].push(summariseVotes(counts));
  }
  return votes;
}

/**
 * Joins the votes on the faces of one split, row by row. Targets become the vote shares; where nothing of the seven
 * is left (contempt, unknown, not a face) they stay with the label.
 *
 * @param samples all rows of the split, in file order
 * @throws RangeError if there are not as many votes as rows
 */
export function joinVotes(samples: Samples, votes: readonly VoteSummary[]): Samples {
  if (votes.length !== samples.labels.length) {
    throw new RangeError(`${votes.length} votes for ${samples.labels.length} faces`);
  }
  const targets = samples.targets.slice();
  votes.forEach(({ shares }, row) => {
    if (shares !== null) targets.set(shares, row * EXPRESSION_COUNT);
  });
  return {
    ...samples,
    targets,
    majority: Int8Array.from(votes, (vote) => vote.majority),
    voteCounts: Uint8Array.from(votes.flatMap((vote) => vote.counts)),
    hasVotes: true,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
