import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest, type ModelManifest, type RulerSummary } from '../src/core/model-manifest.ts';
import { formatTable } from '../training/format-table.ts';
import { MODEL_FOLDER } from '../training/models/model-files.ts';

const BEGIN = '<!-- figures: written by `npm run figures`, not by hand -->';
const END = '<!-- end of figures -->';

/** What the README says of the committed model, as Markdown, from the files that training's export wrote. */
export function describeModel(root: string): string {
  const folder = join(root, MODEL_FOLDER);
  const manifest = parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const bytes = statSync(join(folder, 'weights.bin')).size;
  const { calibration, data, training } = manifest;
  return [
    BEGIN,
    '',
    describeScores(manifest),
    '',
    `${(bytes / 1e6).toFixed(2)} MB of weights, ${(manifest.parameters / 1e6).toFixed(2)} million parameters, ` +
      `${(manifest.macs / 1e6).toFixed(1)} million multiply-accumulates a face; trained for ` +
      `${training.epochs} epochs on ${data.trainingRows} faces. Expected calibration error on the half of ` +
      `${manifest.metrics.split} that the decision rule was not fitted to: ${formatPercent(calibration.ece.after)} ` +
      `(plain softmax: ${formatPercent(calibration.ece.before)}).`,
    '',
    END,
  ].join('\n');
}

function describeScores({ metrics }: ModelManifest): string {
  const rows = [
    ['the majority of ten people (FER+)', metrics.ferPlusMajority],
    ['FER2013’s own labels', metrics.fer2013Labels],
    ['FER2013’s own labels, by the head for them', metrics.labelHead],
    ['FER+, only rows that the leakage list leaves', metrics.clean?.ferPlusMajority],
    ['FER2013, only rows that the leakage list leaves', metrics.clean?.fer2013Labels],
    ['the same, by the head for them', metrics.clean?.labelHead],
  ] as const;
  const header = [`${metrics.split}, compared with`, 'accuracy', '95 % interval', 'mean recall', 'macro F1', 'faces'];
  const body = rows.flatMap(([name, score]) => (score ? [describeRow(name, score)] : []));
  return formatTable([header, ...body]);
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
