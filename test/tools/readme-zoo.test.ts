import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceFigures } from '../../tools/readme-figures.ts';
import { describeZoo, describeZooRows } from '../../tools/readme-zoo.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('the zoo in the README', () => {
  it('is what was measured', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    expect(replaceFigures(readme, describeZoo(ROOT))).toBe(readme); // else: npm run figures
  });

  it('gives both rulers of each network, one with its interval', () => {
    const score = { n: 200, correct: 100, accuracy: 0.5, interval: [0.4314, 0.5686], meanRecall: 0.25 } as const;
    const network = { parameters: 16_135, macs: 16_128, ferPlusMajority: score, fer2013Labels: null };
    const cells = describeZooRows([['perceptron', network]])
      .split('\n')[4]
      ?.split('|');
    expect(cells?.map((cell) => cell.trim()).slice(1, -1)).toEqual([
      'perceptron',
      '16,135',
      '16,128',
      '50.0 %',
      '43.1..56.9 %',
      '25.0 %',
      '-',
      '-',
    ]);
  });
});
