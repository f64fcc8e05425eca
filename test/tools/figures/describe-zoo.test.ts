import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeZoo, listZooRows } from '../../../tools/figures/describe-zoo.ts';
import { ZOO_RESULTS_FILE } from '../../../training/zoo/zoo-results.ts';
import { makeTemporaryFolder } from '../../training/data/temporary-folder.ts';

describe('listZooRows', () => {
  it('gives the scores against both truths, one with its interval', () => {
    const score = { n: 200, correct: 100, accuracy: 0.5, interval: [0.4314, 0.5686], meanRecall: 0.25 } as const;
    const network = { parameters: 16_135, macs: 16_128, ferPlusMajority: score, fer2013Labels: null };
    const cells = listZooRows([['perceptron', network]])
      .split('\n')[2]
      ?.split('|');
    expect(cells?.map((cell) => cell.trim()).slice(1, -1)).toEqual([
      'perceptron',
      '0.03 MB',
      '16,135',
      '16,128',
      '50.0 %',
      '43.1–56.9 %',
      '25.0 %',
      '-',
      '-',
    ]);
  });
});

it('names file and value where the figures are damaged', async () => {
  const root = await makeTemporaryFolder();
  const path = join(root, ZOO_RESULTS_FILE);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify({ dataHashes: { data: 'd1'.repeat(32) }, networks: [{ name: 'vgg16' }] }));
  expect(() => describeZoo(root)).toThrow(/zoo\/results\.json holds no figures .*\(networks\.0\.name: .*"vgg16"\)/);
});
