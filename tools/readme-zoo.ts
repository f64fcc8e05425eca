import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest } from '../src/core/model-manifest.ts';
import { MODEL_NAMES } from '../src/core/model-names.ts';
import { formatTable } from '../node/format.ts';
import { folderOfModel } from '../training/models/model-files.ts';
import { ZOO_RESULTS_FILE, type ZooName, type ZooResult, type ZooResults } from '../training/zoo/zoo-results.ts';
import { formatInterval, formatPercent } from './readme-figures.ts';

const BEGIN = '<!-- zoo: written by `npm run figures`, not by hand -->';
const END = '<!-- end of zoo -->';

const TITLES: Readonly<Record<ZooName, string>> = {
  perceptron: 'perceptron (1958)',
  mlp: 'multilayer perceptron (1986)',
  lenet5: 'LeNet-5 (1998)',
};

/** What is compared of a network. */
type ZooRow = Pick<ZooResult, 'parameters' | 'macs' | 'ferPlusMajority' | 'fer2013Labels'>;

/** The networks of history beside the committed ones, as Markdown, from what `npm run train:zoo` and the export wrote. */
export function describeZoo(root: string): string {
  const readJson = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const { networks } = readJson(ZOO_RESULTS_FILE) as ZooResults;
  return describeZooRows([
    ...networks.map((network) => [TITLES[network.name], network] as const),
    ...MODEL_NAMES.filter((name) => existsSync(join(root, folderOfModel(name)))).map((name) => {
      const { parameters, macs, metrics } = parseManifest(readJson(`${folderOfModel(name)}/manifest.json`));
      return [`the page’s CNN, \`${name}\``, { parameters, macs, ...metrics }] as const;
    }),
  ]);
}

/** One line a network, between the marks. */
export function describeZooRows(rows: readonly (readonly [title: string, row: ZooRow])[]): string {
  const header = ['network', 'parameters', 'MACs', 'FER+', '95 % interval', 'mean recall', 'FER2013', 'mean recall'];
  const body = rows.map(([title, { parameters, macs, ferPlusMajority, fer2013Labels }]) => [
    title,
    parameters.toLocaleString('en'),
    macs.toLocaleString('en'),
    ...describeScore(ferPlusMajority),
    ...describeScore(fer2013Labels).filter((_, column) => column !== INTERVAL_COLUMN),
  ]);
  return [BEGIN, '', formatTable([header, ...body]), '', END].join('\n');
}

const INTERVAL_COLUMN = 1;

function describeScore(score: ZooRow['ferPlusMajority']): string[] {
  if (!score) return ['-', '-', '-'];
  return [formatPercent(score.accuracy), formatInterval(score.interval), formatPercent(score.meanRecall)];
}
