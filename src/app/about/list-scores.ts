import { READINGS, type BlindScores, type ReadingName } from '../../core/blind-scores.ts';
import { isSameRule, PRIORS, type PriorName } from '../../core/decision-rule.ts';
import type { ModelManifest, MetricsRecord } from '../../core/model-manifest.ts';
import { computeWilsonInterval, type Interval } from '../../core/wilson-interval.ts';

/** What answers are compared with: what most of ten people saw, or the label that came with the picture. */
export type Truth = 'ferPlusMajority' | 'fer2013Labels';
const TRUTHS: readonly Truth[] = ['ferPlusMajority', 'fer2013Labels'];

/** One score of a network, and what it is of. */
export interface ScoreRow {
  /** By which rule its outputs were read; 'labels': by its second output. */
  readonly by: ReadingName | 'labels';
  /** 'earlier': by a rule that the network has no more. 'clean': of the faces that did not leak into the training. */
  readonly kind: 'present' | 'earlier' | 'clean';
  readonly truth: Truth;
  readonly score: MetricsRecord;
}

/** The scores on faces that took no part. */
export function listBlindScores({ decisions }: ModelManifest, blind: BlindScores): readonly ScoreRow[] {
  const rows = READINGS.flatMap((by) => {
    const reading = blind.readings[by];
    if (!reading) return [];
    const kind = by === 'plain' || isSameRule(reading.rule, decisions[by]) ? 'present' : 'earlier';
    return listRows(by, kind, reading);
  });
  return [...rows, ...listRows('labels', 'present', { fer2013Labels: blind.labelHead })];
}

/** The scores on faces on which rules, recipe and version were chosen. */
export function listChosenScores({ metrics }: ModelManifest): readonly ScoreRow[] {
  return [
    ...listRows('everyday', 'present', metrics),
    ...listRows('everyday', 'clean', { ferPlusMajority: metrics.clean?.ferPlusMajority }),
    ...listRows('acting', 'present', metrics.acting),
    ...listRows('labels', 'present', { fer2013Labels: metrics.labelHead }),
  ];
}

function listRows(
  by: ScoreRow['by'],
  kind: ScoreRow['kind'],
  scores: Readonly<Partial<Record<Truth, MetricsRecord | null | undefined>>>,
): ScoreRow[] {
  return TRUTHS.flatMap((truth) => {
    const score = scores[truth];
    return score ? [{ by, kind, truth, score }] : [];
  });
}

/** The scores that details are shown of: which expressions are read right, and what they are taken for. */
export interface DetailedScores {
  readonly isBlind: boolean;
  readonly split: string;
  readonly truth: Truth;
  /** By each prior; null where nobody measured it. */
  readonly scores: Readonly<Record<PriorName, MetricsRecord | null>>;
}

/** The best that there are: blind ones before chosen ones, what most people saw before labels; null if there are none. */
export function chooseDetailedScores(manifest: ModelManifest, blind: BlindScores | null): DetailedScores | null {
  const { metrics } = manifest;
  const sources = [
    ...(blind
      ? [{ isBlind: true, split: blind.split, everyday: blind.readings.everyday, acting: blind.readings.acting }]
      : []),
    { isBlind: false, split: metrics.split, everyday: metrics, acting: metrics.acting },
  ];
  for (const truth of TRUTHS) {
    for (const { isBlind, split, everyday, acting } of sources) {
      const scores = { everyday: everyday?.[truth] ?? null, acting: acting?.[truth] ?? null };
      if (PRIORS.some((prior) => scores[prior])) return { isBlind, split, truth, scores };
    }
  }
  return null;
}

/** How many faces there are of a class, and how many of them were read right, with the 95 % interval; null of none. */
export function measureRecall(
  { confusion }: MetricsRecord,
  k: number,
): { readonly faces: number; readonly recall: number; readonly interval: Interval } | null {
  const answers = confusion[k] ?? [];
  const faces = answers.reduce((sum, count) => sum + count, 0);
  const right = answers[k] ?? 0;
  return faces === 0 ? null : { faces, recall: right / faces, interval: computeWilsonInterval(right, faces) };
}
