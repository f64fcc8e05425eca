import { describe, expect, it } from 'vitest';
import {
  describeBlindCaveat,
  describeBlindRecalls,
  describeBlindTable,
} from '../../../training/publish/describe-blind-scores.ts';
import { BLIND_SCORES, EARLIER_SCORES } from '../../core/made-up-blind-scores.ts';
import { MANIFEST } from '../../core/made-up-manifest.ts';

const squeeze = (table: string) => table.replace(/ +/g, ' '); // columns are aligned

describe('describeBlindTable', () => {
  it('has a line for each reading and truth that was measured', () => {
    const table = squeeze(describeBlindTable(MANIFEST, BLIND_SCORES));
    const score = '70.00 % | 58.50..79.40 % | 70.00 % | 70.00 % | 70 |';
    expect(table).toContain(`| the everyday rule | the majority of ten people (FER+) | ${score}`);
    expect(table).toContain(`| the acting rule | FER2013’s own labels | ${score}`);
    expect(table.split('\n')).toHaveLength(5);
  });

  it('does not call an earlier rule the model’s own', () => {
    const table = squeeze(describeBlindTable(MANIFEST, EARLIER_SCORES));
    expect(table).toContain('| an earlier everyday rule | the majority');
    expect(table).not.toContain('the everyday rule');
    expect(table).toContain('| the acting rule |');
  });
});

describe('describeBlindRecalls', () => {
  it('has recalls and numbers of faces', () => {
    const table = squeeze(describeBlindRecalls(MANIFEST, BLIND_SCORES).join('\n\n'));
    expect(table).toContain('Recall of each expression, compared with the majority');
    expect(table).toContain(`| the everyday rule |${' 70.00 % |'.repeat(7)}`);
    expect(table).toContain(`| faces |${' 10 |'.repeat(7)}`);
  });

  it('says nothing where nothing was compared with the majority', () => {
    const readings = { plain: null, everyday: null, acting: BLIND_SCORES.readings.acting };
    expect(describeBlindRecalls(MANIFEST, { ...BLIND_SCORES, readings })).toEqual([]);
  });
});

describe('describeBlindCaveat', () => {
  it('has nothing to say of the rules that the model has', () => {
    expect(describeBlindCaveat(MANIFEST, BLIND_SCORES)).toBe('');
  });

  it('gives earlier rules, the command that measures those of now, and what is only reported', () => {
    const caveat = describeBlindCaveat(MANIFEST, EARLIER_SCORES);
    expect(caveat).toContain('the everyday rule was softmax(logits / 2.000 + offsets)');
    expect(caveat).toContain('npm run evaluate:blind');
    expect(caveat).toContain('by the highest logit an accuracy of 86.2 % and a mean recall of 71.9 %');
    expect(caveat).toContain(
      'with 0.4 times the log prior taken off, the strength of the everyday rule now, an accuracy',
    );
  });
});
