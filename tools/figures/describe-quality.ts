import { findBlindScores, type BlindScores } from '../../src/core/blind-scores.ts';
import { isSameRule } from '../../src/core/decision-rule.ts';
import type { MetricsRecord } from '../../src/core/model-manifest.ts';
import { formatTable } from '../../node/format.ts';
import { markFigures, writeInterval, writePercent } from './figure-block.ts';
import { readShippedModels, type ShippedModel } from './shipped-models.ts';

/** How good the committed networks are, in one table: on blind faces first, then on those that choices were made on. */
export function describeQuality(root: string): string {
  const models = readShippedModels(root);
  const blind = models.map(readBlind);
  const header = ['network', 'size', 'test faces', 'FER+', '95 % interval', 'mean recall', 'FER2013'];
  return markFigures('quality', [
    formatTable([header, ...blind.flatMap(({ row }) => row), ...models.map(readPublicTest)], 3),
    ...new Set(blind.flatMap(({ note }) => note)),
  ]);
}

/** A network's line on blind faces, and what is to be said of it below the table; a line only if it was measured. */
function readBlind(model: ShippedModel): { row: string[][]; note: string[] } {
  const scores = findBlindScores(model.manifest.weightsSha256);
  const reading = scores?.readings.everyday;
  if (!scores || !reading) {
    return {
      row: [],
      note: [`Nobody has measured \`${model.name}\` on blind faces yet: \`npm run evaluate:blind\` does.`],
    };
  }
  const isShipped = isSameRule(reading.rule, model.manifest.decisions.everyday);
  return {
    row: [
      describeRow(model, `${scores.split}, blind${isShipped ? '' : ' ¹'}`, reading.ferPlusMajority, scores.labelHead),
    ],
    note: isShipped
      ? []
      : [
          '¹ Read by the decision rule that the network had when this was measured, not by the one that it has now; ' +
            '[the results](docs/results.md#blind-faces-that-took-no-part) say more.',
          ...describeReported(model, scores),
        ],
  };
}

/** What was reported of the rule that the network has now, in tenths of a point. */
function describeReported({ name, manifest }: ShippedModel, { reported }: BlindScores): string[] {
  const strength = manifest.calibration.offsets?.strengths.everyday;
  return reported
    .filter(({ priorStrength }) => priorStrength === strength)
    .map(
      ({ accuracy, meanRecall }) =>
        `By the rule that it has now, \`${name}\` was reported to read ${writePercent(accuracy)} of them right ` +
        `(FER+; mean recall ${writePercent(meanRecall)}).`,
    );
}

function readPublicTest(model: ShippedModel): string[] {
  const { split, ferPlusMajority, labelHead } = model.manifest.metrics;
  return describeRow(model, `${split}, chosen on`, ferPlusMajority, labelHead);
}

function describeRow(
  { name, bytes }: ShippedModel,
  faces: string,
  ferPlus: MetricsRecord | null,
  labels: MetricsRecord | null,
): string[] {
  return [
    `\`${name}\``,
    `${(bytes / 1e6).toFixed(1)} MB`,
    faces,
    ferPlus ? writePercent(ferPlus.accuracy) : '-',
    ferPlus ? writeInterval(ferPlus.interval) : '-',
    ferPlus ? writePercent(ferPlus.meanRecall) : '-',
    labels ? writePercent(labels.accuracy) : '-',
  ];
}
