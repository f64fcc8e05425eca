import type { ModelManifest, RulerSummary } from './model-manifest.ts';

/**
 * How good a score is, 0..1: the mean of accuracy and mean recall. By accuracy alone a network wins that says neutral,
 * by mean recall alone one that never does.
 */
export function rateScore({ accuracy, meanRecall }: Pick<RulerSummary, 'accuracy' | 'meanRecall'>): number {
  return (accuracy + meanRecall) / 2;
}

/**
 * Whether a model's manifest tells of a better network than another's: by the cross-entropy to the votes where both know
 * it of the same faces, since accuracy and mean recall depend on which of the two the decision rule favours; otherwise by
 * the score of the ruler that both have; false where there is none.
 */
export function isBetterModel({ metrics: ours }: ModelManifest, { metrics: theirs }: ModelManifest): boolean {
  if (ours.rater && theirs.rater?.n === ours.rater.n) return ours.rater.network < theirs.rater.network;
  for (const ruler of ['ferPlusMajority', 'fer2013Labels'] as const) {
    const [a, b] = [ours[ruler], theirs[ruler]];
    if (a && b) return rateScore(a) > rateScore(b);
  }
  return false;
}
