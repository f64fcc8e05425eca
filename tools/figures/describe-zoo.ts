import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoricName } from '../../src/core/model-names.ts';
import { formatTable } from '../../node/format.ts';
import { parseZooResults, ZOO_RESULTS_FILE, type ZooResult } from '../../training/zoo/zoo-results.ts';
import { writeInterval, writePercent, markFigures } from './figure-block.ts';
import { readShippedModels } from './shipped-models.ts';

const TITLES: Readonly<Record<HistoricName, string>> = {
  perceptron: 'perceptron (1958)',
  mlp: 'multilayer perceptron (1986)',
  lenet5: 'LeNet-5 (1998)',
};

/** What is compared of a network. */
type ZooRow = Pick<ZooResult, 'parameters' | 'macs' | 'ferPlusMajority' | 'fer2013Labels'>;

/** The networks of history beside the committed ones, as Markdown, from what `npm run train:zoo` and the export wrote. */
export function describeZoo(root: string): string {
  const path = join(root, ZOO_RESULTS_FILE);
  const { networks } = parseZooResults(readFileSync(path, 'utf8'), path);
  const rows = [
    ...networks.map((network) => [TITLES[network.name], network] as const),
    ...readShippedModels(root).map(
      ({ name, manifest: { parameters, macs, metrics } }) =>
        [`the page’s CNN, \`${name}\``, { parameters, macs, ...metrics }] as const,
    ),
  ];
  return markFigures('zoo', [listZooRows(rows)]);
}

/** One line a network. */
export function listZooRows(rows: readonly (readonly [title: string, row: ZooRow])[]): string {
  const header = [
    'network',
    'size',
    'parameters',
    'MACs',
    'FER+',
    '95 % interval',
    'mean recall',
    'FER2013',
    'mean recall',
  ];
  const body = rows.map(([title, { parameters, macs, ferPlusMajority, fer2013Labels }]) => [
    title,
    // As float16.
    `${((2 * parameters) / 1e6).toFixed(2)} MB`,
    parameters.toLocaleString('en'),
    macs.toLocaleString('en'),
    ...describeScore(ferPlusMajority),
    ...describeScore(fer2013Labels).filter((_, column) => column !== INTERVAL_COLUMN),
  ]);
  return formatTable([header, ...body]);
}

const INTERVAL_COLUMN = 1;

function describeScore(score: ZooRow['ferPlusMajority']): string[] {
  if (!score) return ['-', '-', '-'];
  return [writePercent(score.accuracy), writeInterval(score.interval), writePercent(score.meanRecall)];
}
