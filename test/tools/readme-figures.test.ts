import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeModel, replaceFigures } from '../../tools/readme-figures.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('the figures in the README', () => {
  it('are those of the committed model', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    expect(replaceFigures(readme, describeModel(ROOT))).toBe(readme); // else: npm run figures
  });

  it('need their marks', () => {
    expect(() => replaceFigures('no marks', 'figures')).toThrow(/marks/);
  });
});
