import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest, type ModelManifest, type RulerSummary } from '../src/core/model-manifest.ts';
import { MODEL_NAMES, type ModelName } from '../src/core/model-names.ts';
import { formatTable, formatPoints } from '../node/format.ts';
import {
  describeOutsideNetworks,
  describeStart,
  listPriorScores,
  PRIOR_COLUMNS,
} from '../training/publish/model-card.ts';
import { folderOfModel } from '../training/models/model-files.ts';
import { describeRater } from '../training/scoring/describe-scores.ts';

const BEGIN = '<!-- figures: written by `npm run figures`, not by hand -->';
const END = '<!-- end of figures -->';

/** A network that ships, as its folder has it. */
interface ShippedModel {
  readonly name: ModelName;
  readonly manifest: ModelManifest;
  /** Size of the weight file. */
  readonly bytes: number;
}

/** What the README says of the committed models, as Markdown, from the files that training's export wrote. */
export function describeModels(root: string): string {
  const models = MODEL_NAMES.filter((name) => existsSync(join(root, folderOfModel(name)))).map((name) =>
    readModel(root, name),
  );
  const paragraphs = [
    describeScores(models),
    models.map(describeSize).join('\n'),
    'The same faces by each prior the page offers, FER+ majority, recall of each expression:',
    formatTable(
      [
        ['network', ...PRIOR_COLUMNS],
        ...models.flatMap(({ name, manifest }) =>
          listPriorScores(manifest, formatPercent).map((row) => [name, ...row]),
        ),
      ],
      2,
    ),
    'Accuracy on faces that are disturbed as cameras and detectors do, and its change in points:',
    describeDisturbed(models),
  ];
  return [BEGIN, ...paragraphs, END].join('\n\n');
}

function readModel(root: string, name: ModelName): ShippedModel {
  const folder = join(root, folderOfModel(name));
  const manifest = parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  return { name, manifest, bytes: statSync(join(folder, 'weights.bin')).size };
}

function describeSize({ name, manifest, bytes }: ShippedModel): string {
  const { calibration, data, metrics, training } = manifest;
  return (
    `- \`${name}\`: ${(bytes / 1e6).toFixed(2)} MB of weights, ${(manifest.parameters / 1e6).toFixed(2)} million ` +
    `parameters, ${(manifest.macs / 1e6).toFixed(1)} million multiply-accumulates a face; trained for ` +
    `${training.epochs} epochs on ${data.trainingRows} faces${describeStart(manifest)}.${describeOutsideNetworks(manifest)} Expected calibration error on the half of ` +
    `${metrics.split} that the decision rules were not fitted to: ${formatPercent(calibration.ece.after)} ` +
    `(plain softmax: ${formatPercent(calibration.ece.before)}).` +
    (metrics.rater ? ` ${describeRater(metrics.rater)}` : '')
  );
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
    return rows.flatMap(([ruler, score]) => (score ? [[name, ...describeRow(ruler, score)]] : []));
  });
  const columns = ['accuracy', '95 % interval', 'mean recall', 'macro F1', 'faces'];
  return formatTable(
    [['network', `${models[0]?.manifest.metrics.split ?? ''}, compared with`, ...columns], ...body],
    2,
  );
}

/** One line a disturbance, two columns a network. */
function describeDisturbed(models: readonly ShippedModel[]): string {
  const measured = models.flatMap(({ name, manifest }) =>
    manifest.metrics.robustness ? [{ name, ...manifest.metrics.robustness }] : [],
  );
  const names = measured[0]?.disturbed.map(({ disturbance }) => disturbance) ?? [];
  return formatTable([
    ['faces', ...measured.flatMap(({ name }) => [`\`${name}\``, 'change'])],
    ['as they are', ...measured.flatMap(({ undisturbed }) => [formatPercent(undisturbed.accuracy), ''])],
    ...names.map((disturbance) => [
      disturbance,
      ...measured.flatMap(({ disturbed }) => {
        const score = disturbed.find((one) => one.disturbance === disturbance);
        return score ? [formatPercent(score.accuracy), formatPoints(score.change)] : ['-', '-'];
      }),
    ]),
  ]);
}

function describeRow(name: string, { accuracy, interval, meanRecall, macroF1, n }: RulerSummary): string[] {
  const shares = [formatPercent(meanRecall), formatPercent(macroF1)];
  return [name, formatPercent(accuracy), formatInterval(interval), ...shares, String(n)];
}

/**
 * Puts figures between their two marks, which are their own first and last line.
 *
 * @throws Error if the text has no such marks
 */
export function replaceFigures(readme: string, figures: string): string {
  const lines = figures.split('\n');
  const [first, last] = [lines[0] as string, lines.at(-1) as string];
  const begin = readme.indexOf(first);
  const end = begin < 0 ? -1 : readme.indexOf(last, begin + first.length);
  if (end < 0) throw new Error(`README.md lacks the marks ${first} and ${last}`);
  return readme.slice(0, begin) + figures + readme.slice(end + last.length);
}

/** 0.8765 -> "87.7 %" */
export function formatPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** [0.8765, 0.9] -> "87.7..90.0 %" */
export function formatInterval([low, high]: readonly [number, number]): string {
  return `${(100 * low).toFixed(1)}..${formatPercent(high)}`;
}
