import type { MetricsRecord } from '../../src/core/model-manifest.ts';
import { formatPoints, formatTable } from '../../node/format.ts';
import {
  describeOutsideNetworks,
  describeStart,
  listPriorScores,
  PRIOR_COLUMNS,
} from '../../training/publish/model-card.ts';
import { writeInterval, writePercent, markFigures } from './figure-block.ts';
import { readShippedModels, type ShippedModel } from './shipped-models.ts';

/** What the committed networks cost and have seen, and how far their percentages can be trusted. */
export function describeNetworks(root: string): string {
  const models = readShippedModels(root);
  return markFigures('networks', [describeCosts(models), models.map(describeOrigin).join('\n'), describeTrust(models)]);
}

/** Their scores on PublicTest, by each truth. */
export function describePublicTest(root: string): string {
  return markFigures('public test', [describeScores(readShippedModels(root))]);
}

/** Their scores on PublicTest by each prior that the page offers, expression by expression. */
export function describePriors(root: string): string {
  const rows = readShippedModels(root).flatMap(({ name, manifest }) =>
    listPriorScores(manifest, writePercent).map((row) => [name, ...row]),
  );
  return markFigures('priors', [formatTable([['network', ...PRIOR_COLUMNS], ...rows], 2)]);
}

/** Their accuracy on faces that are corrupted as cameras and detectors do, and its change in points. */
export function describeCorrupted(root: string): string {
  const measured = readShippedModels(root).flatMap(({ name, manifest }) =>
    manifest.metrics.robustness ? [{ name, ...manifest.metrics.robustness }] : [],
  );
  const names = measured[0]?.corrupted.map(({ corruption }) => corruption) ?? [];
  const table = formatTable([
    ['faces', ...measured.flatMap(({ name }) => [`\`${name}\``, 'change'])],
    ['as they are', ...measured.flatMap(({ uncorrupted }) => [writePercent(uncorrupted.accuracy), ''])],
    ...names.map((corruption) => [
      corruption,
      ...measured.flatMap(({ corrupted }) => {
        const score = corrupted.find((one) => one.corruption === corruption);
        return score ? [writePercent(score.accuracy), formatPoints(score.change)] : ['-', '-'];
      }),
    ]),
  ]);
  return markFigures('corrupted faces', [table]);
}

function describeCosts(models: readonly ShippedModel[]): string {
  const header = ['network', 'weights', 'parameters', 'multiply-accumulates a face', 'trained on'];
  const rows = models.map(({ name, bytes, manifest: { parameters, macs, data } }) => [
    name,
    `${(bytes / 1e6).toFixed(2)} MB`,
    `${(parameters / 1e6).toFixed(2)} million`,
    `${(macs / 1e6).toFixed(1)} million`,
    `${data.trainingRows.toLocaleString('en')} faces`,
  ]);
  return formatTable([header, ...rows]);
}

function describeOrigin({ name, manifest }: ShippedModel): string {
  return `- \`${name}\` was trained for ${manifest.training.epochs} epochs${describeStart(manifest)}.${describeOutsideNetworks(manifest)}`;
}

/** Calibration error, and cross-entropy to the votes beside that of one person. */
function describeTrust(models: readonly ShippedModel[]): string {
  const nats = (value: number | undefined) => value?.toFixed(3) ?? '-';
  const header = [
    'network',
    'calibration error, plain softmax',
    'as shipped',
    'cross-entropy to votes, plain softmax',
    'as shipped',
    'one person',
  ];
  const rows = models.map(({ name, manifest: { calibration, metrics } }) => [
    name,
    writePercent(calibration.ece.before),
    writePercent(calibration.ece.after),
    nats(metrics.humanBaseline?.network),
    nats(metrics.humanBaseline?.everyday),
    nats(metrics.humanBaseline?.person),
  ]);
  return formatTable([header, ...rows]);
}

function describeScores(models: readonly ShippedModel[]): string {
  const body = models.flatMap(({ name, manifest: { metrics } }) => {
    const rows = [
      ['the majority of ten people (FER+)', metrics.ferPlusMajority],
      ['FER2013’s own labels', metrics.fer2013Labels],
      ['FER2013’s own labels, by the head for them', metrics.labelHead],
      ['FER+, only rows that the leakage list leaves', metrics.clean?.ferPlusMajority],
      ['FER2013, only rows that the leakage list leaves', metrics.clean?.fer2013Labels],
      ['the same, by the head for them', metrics.clean?.labelHead],
    ] as const;
    return rows.flatMap(([truth, score]) => (score ? [[name, ...describeRow(truth, score)]] : []));
  });
  const columns = ['accuracy', '95 % interval', 'mean recall', 'macro F1', 'faces'];
  return formatTable([['network', 'compared with', ...columns], ...body], 2);
}

function describeRow(name: string, { accuracy, interval, meanRecall, macroF1, n }: MetricsRecord): string[] {
  const shares = [writePercent(meanRecall), writePercent(macroF1)];
  return [name, writePercent(accuracy), writeInterval(interval), ...shares, String(n)];
}
