import { describe, expect, it } from 'vitest';
import { parseSplitRule, writeSplitRule } from '../../src/core/split-rule.ts';

describe('parseSplitRule', () => {
  it.each([
    { leaked: true, faceless: true },
    { leaked: true, faceless: false },
    { leaked: false, faceless: true },
    { leaked: false, faceless: false },
  ])('knows $leaked $faceless again', (rule) => {
    expect(parseSplitRule(writeSplitRule(rule))).toEqual(rule);
  });

  it('knows no other sentence', () => {
    expect(parseSplitRule('Trained on all there is.')).toBeNull();
  });
});
