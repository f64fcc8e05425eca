import { areRulesPresent, READINGS, type BlindScores, type ReadingName } from '../../src/core/blind-scores.ts';
import { isSameRule, PRIORS } from '../../src/core/decision-rule.ts';
import { EXPRESSIONS } from '../../src/core/expressions.ts';
import type { ModelManifest, MetricsRecord } from '../../src/core/model-manifest.ts';
import { formatPercent, formatTable } from '../../node/format.ts';
import { describeRule, formatInterval } from '../scoring/describe-scores.ts';

const READING_NAMES: Readonly<Record<ReadingName, string>> = {
  everyday: 'the everyday rule',
  acting: 'the acting rule',
  plain: 'the highest logit',
};

/** A network's blind scores as a Markdown table. */
export function describeBlindTable(manifest: ModelManifest, scores: BlindScores): string {
  const rows = listReadings(manifest, scores).flatMap(({ by, ferPlusMajority, fer2013Labels }) => [
    ...listScore(by, 'the majority of ten people (FER+)', ferPlusMajority),
    ...listScore(by, 'FER2013’s own labels', fer2013Labels),
  ]);
  const headRow = listScore('the head for FER2013’s labels', 'FER2013’s own labels', scores.labelHead);
  const header = ['read by', 'compared with', 'accuracy', '95 % interval', 'mean recall', 'macro F1', 'faces'];
  return formatTable([header, ...rows, ...headRow], 2);
}

/**
 * The recall of each expression on the blind faces, compared with the FER+ majority: a sentence that says so and a
 * Markdown table, as two paragraphs. Empty if no reading was compared with it.
 */
export function describeBlindRecalls(manifest: ModelManifest, scores: BlindScores): string[] {
  const readings = listReadings(manifest, scores).flatMap(({ by, ferPlusMajority: score }) =>
    score ? [{ by, score }] : [],
  );
  const [first] = readings;
  if (!first) return [];
  const rows = readings.map(({ by, score }) => [
    by,
    ...score.recalls.map((recall) => (recall === null ? '-' : formatPercent(recall))),
  ]);
  const faces = first.score.confusion.map((answers) => answers.reduce((sum, count) => sum + count, 0));
  return [
    'Recall of each expression, compared with the majority of ten people (FER+):',
    formatTable([['read by', ...EXPRESSIONS], ...rows, ['faces', ...faces]]),
  ];
}

/** What was measured, and by what: a rule that the model has no more is called an earlier one. */
function listReadings({ decisions }: ModelManifest, { readings }: BlindScores) {
  return READINGS.flatMap((name) => {
    const reading = readings[name];
    if (!reading) return [];
    const isEarlier = name !== 'plain' && !isSameRule(reading.rule, decisions[name]);
    return [{ by: isEarlier ? `an earlier ${name} rule` : READING_NAMES[name], ...reading }];
  });
}

/**
 * What must be said of a network's blind scores, as a paragraph: by which rules they were measured where these are not
 * those of its manifest, and what is known only by report. Empty if there is nothing to say.
 */
export function describeBlindCaveat(manifest: ModelManifest, scores: BlindScores): string {
  return [...describeEarlierRules(manifest, scores), ...describeReported(manifest, scores)].join(' ');
}

function describeEarlierRules({ decisions }: ModelManifest, scores: BlindScores): string[] {
  if (areRulesPresent(scores, decisions)) return [];
  const rules = PRIORS.flatMap((prior) => {
    const reading = scores.readings[prior];
    return reading ? [`the ${prior} rule was ${describeRule(reading.rule)}`] : [];
  });
  return [
    `When these faces were read, ${rules.join('; ')}. The rules that the model has now have not been measured on them in full: ` +
      '`npm run evaluate:blind` does so where the whole `fer2013.csv` is at hand.',
  ];
}

function describeReported({ calibration }: ModelManifest, { reported }: BlindScores): string[] {
  if (reported.length === 0) return [];
  const tenths = (share: number) => `${(100 * share).toFixed(1)} %`;
  const parts = reported.map(({ priorStrength, accuracy, meanRecall }) => {
    const present =
      priorStrength === calibration.offsets?.strengths.everyday ? ', the strength of the everyday rule now,' : '';
    const by =
      priorStrength === 0 ? 'by the highest logit' : `with ${priorStrength} times the log prior taken off${present}`;
    return `${by} an accuracy of ${tenths(accuracy)} and a mean recall of ${tenths(meanRecall)}`;
  });
  return [`Reported of the same faces, compared with the majority of ten people: ${parts.join('; ')}.`];
}

function listScore(by: string, truth: string, score: MetricsRecord | null): string[][] {
  if (!score) return [];
  const { accuracy, interval, meanRecall, macroF1, n } = score;
  const shares = [formatPercent(meanRecall), formatPercent(macroF1)];
  return [[by, truth, formatPercent(accuracy), formatInterval(interval), ...shares, String(n)]];
}
