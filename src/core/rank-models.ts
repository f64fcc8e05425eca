import type { ModelManifest } from './model-manifest.ts';

/** A score of answers, shares 0..1. */
interface Score {
  readonly accuracy: number;
  readonly meanRecall: number;
}

/** What a network is judged by: the metrics of a manifest, or those of an evaluation. */
export interface Quality {
  /** How well it tells the votes of n faces: the mean cross-entropy of its plain softmax; `person` that of one person. */
  readonly humanBaseline: Pick<
    NonNullable<ModelManifest['metrics']['humanBaseline']>,
    'n' | 'network' | 'person'
  > | null;
  readonly ferPlusMajority: Score | null;
  readonly fer2013Labels: Score | null;
}

/** Two networks by the one figure that decides between them; more is better. */
export interface Rating {
  readonly by: 'votes' | 'ferPlusMajority' | 'fer2013Labels';
  readonly ours: number;
  readonly theirs: number;
}

/**
 * How good a score is, 0..1: the mean of accuracy and mean recall. By accuracy alone a network wins that says neutral,
 * by mean recall alone one that never does.
 */
export function rateScore({ accuracy, meanRecall }: Score): number {
  return (accuracy + meanRecall) / 2;
}

/**
 * Rates two networks: by the cross-entropy to the votes where both know it of the same votes, since accuracy and mean
 * recall depend on which of the two the decision rule favours, and count each answer as all or nothing; otherwise by
 * the score against what both were compared with.
 *
 * @returns null where there is nothing that both were compared with
 */
export function rateModels(ours: Quality, theirs: Quality): Rating | null {
  if (ours.humanBaseline && theirs.humanBaseline && knowSameVotes(ours.humanBaseline, theirs.humanBaseline)) {
    return { by: 'votes', ours: -ours.humanBaseline.network, theirs: -theirs.humanBaseline.network };
  }
  for (const by of ['ferPlusMajority', 'fer2013Labels'] as const) {
    const [a, b] = [ours[by], theirs[by]];
    if (a && b) return { by, ours: rateScore(a), theirs: rateScore(b) };
  }
  return null;
}

/** Whether one network is better than another: what the page loads it for, and an export refuses to replace. */
export function isBetterModel(ours: Quality, theirs: Quality): boolean {
  const rating = rateModels(ours, theirs);
  return rating !== null && rating.ours > rating.theirs;
}

/** What one person's vote tells of the others' follows from the votes alone: other faces would hardly give the same. */
function knowSameVotes(
  ours: NonNullable<Quality['humanBaseline']>,
  theirs: NonNullable<Quality['humanBaseline']>,
): boolean {
  return ours.n === theirs.n && Math.abs(ours.person - theirs.person) < 1e-9;
}
