import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest, type ModelManifest } from '../src/core/model-manifest.ts';

const BEGIN = '<!-- figures: written by `npm run figures`, not by hand -->';
const END = '<!-- end of figures -->';
const MODEL_FOLDER = 'public/models/expression';

/** What the README says of the committed model, as Markdown, from the files that training's export wrote. */
export function describeModel(root: string): string {
  const folder = join(root, MODEL_FOLDER);
  const manifest = parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const bytes = statSync(join(folder, 'weights.bin')).size;
  return [
    BEGIN,
    '',
    ...describeScores(manifest),
    '',
    `${(bytes / 1e6).toFixed(2)} MB of weights, ${(manifest.parameters / 1e6).toFixed(2)} million parameters, ` +
      `${(manifest.macs / 1e6).toFixed(1)} million multiply-accumulates a face; trained for ` +
      `${manifest.training.epochs} epochs on ${manifest.training.rows} faces.`,
    '',
    END,
  ].join('\n');
}

function describeScores({ metrics }: ModelManifest): string[] {
  const rulers = [
    ['the majority of ten people (FER+)', metrics.ferPlusMajority],
    ['FER2013’s own labels', metrics.fer2013Labels],
  ] as const;
  const rows = rulers.flatMap(([name, score]) =>
    score ? [`| ${name} | ${formatPercent(score.accuracy)} | ${formatPercent(score.meanRecall)} | ${score.n} |`] : [],
  );
  return [`| ${metrics.split}, compared with | accuracy | mean recall | faces |`, '| --- | --- | --- | --- |', ...rows];
}

/**
 * Puts the figures between their two marks.
 *
 * @throws Error if the text has no such marks
 */
export function replaceFigures(readme: string, figures: string): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`README.md lacks the marks ${BEGIN} and ${END}`);
  return readme.slice(0, begin) + figures + readme.slice(end + END.length);
}

function formatPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
