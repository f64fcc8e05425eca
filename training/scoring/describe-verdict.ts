import { describeScore, formatPercent } from './describe-score.ts';
import type { Duel, Verdict } from './judge-candidate.ts';

/** A comparison of two models as text for a terminal. */
export function describeVerdict({ duels, objection }: Verdict): string {
  const parts = (
    [
      ['FER+ majority', duels.ferPlusMajority],
      ['FER2013 labels', duels.fer2013Labels],
    ] as const
  ).flatMap(([ruler, duel]) => (duel ? [describeDuel(ruler, duel)] : []));
  const verdict = objection === null ? 'the new model is not worse' : `the new model is worse: ${objection}`;
  return [...parts, verdict].join('\n\n');
}

function describeDuel(ruler: string, { candidate, shipped, paired }: Duel): string {
  const { difference, interval, onlyCandidate, onlyOther, pValue } = paired;
  const points = (share: number) => `${share < 0 ? '' : '+'}${(100 * share).toFixed(2)}`;
  return [
    `== ${ruler}`,
    describeScore('new', candidate),
    describeScore('shipped', shipped),
    `accuracy ${points(difference)} points (95 % interval ${interval.map(points).join('..')}), ` +
      `mean recall ${points(candidate.meanRecall - shipped.meanRecall)} points`,
    `only the new one is right on ${onlyCandidate} faces, only the shipped one on ${onlyOther}: ` +
      `McNemar's exact p = ${pValue.toPrecision(2)} (${formatPercent((onlyCandidate + onlyOther) / paired.n)} of the faces)`,
  ].join('\n\n');
}
