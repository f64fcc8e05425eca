import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeModels, replaceFigures } from '../../tools/readme-figures.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('the figures in the README', () => {
  it('are those of the committed models', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    expect(replaceFigures(readme, describeModels(ROOT))).toBe(readme); // else: npm run figures
  });

  it('need their marks', () => {
    expect(() => replaceFigures('no marks', '<!-- a -->\n1\n<!-- end -->')).toThrow(
      /marks <!-- a --> and <!-- end -->/,
    );
  });

  it('go between their own marks, and leave another block as it was', () => {
    const readme = 'x\n<!-- a -->\n0\n<!-- end -->\ny\n<!-- b -->\n0\n<!-- end -->\nz';
    expect(replaceFigures(readme, '<!-- b -->\n7\n<!-- end -->')).toBe(readme.replace('b -->\n0', 'b -->\n7'));
  });
});
