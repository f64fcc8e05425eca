import { describe, expect, it } from 'vitest';
import { markFigures, replaceFigures, writeInterval, writePercent } from '../../../tools/figures/figure-block.ts';

describe('replaceFigures', () => {
  it('needs the marks', () => {
    expect(() => replaceFigures('no marks', '<!-- a -->\n1\n<!-- end -->')).toThrow(
      /marks <!-- a --> and <!-- end -->/,
    );
  });

  it('writes between its own marks, and leaves another block as it was', () => {
    const document = 'x\n<!-- a -->\n0\n<!-- end -->\ny\n<!-- b -->\n0\n<!-- end -->\nz';
    expect(replaceFigures(document, '<!-- b -->\n7\n<!-- end -->')).toBe(document.replace('b -->\n0', 'b -->\n7'));
  });

  it('finds what markFigures made', () => {
    const before = `x\n${markFigures('speed', ['1'])}\ny`;
    expect(replaceFigures(before, markFigures('speed', ['2', '3']))).toBe(`x\n${markFigures('speed', ['2', '3'])}\ny`);
  });
});

describe('shares', () => {
  it('are written to a tenth of a percent', () => {
    expect(writePercent(0.87651)).toBe('87.7 %');
    expect(writeInterval([0.87651, 0.9])).toBe('87.7–90.0 %');
  });
});
