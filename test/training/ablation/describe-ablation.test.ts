import { expect, it } from 'vitest';
import type { AblationRun } from '../../../training/ablation/ablation-results.ts';
import { describeAblation } from '../../../training/ablation/describe-ablation.ts';

const RUN: AblationRun = {
  variant: 'recipe',
  seed: 1,
  epochs: 10,
  seconds: 300,
  accuracy: 0.86,
  meanRecall: 0.78,
  actingMeanRecall: 0.8,
  labelAccuracy: 0.65,
  ece: 0.02,
  worstCorruption: -0.03,
};

it('gives the recipe’s means with their spread, and the others’ changes against them', () => {
  const table = describeAblation([
    RUN,
    { ...RUN, seed: 2, accuracy: 0.88 },
    { ...RUN, variant: 'no-mixup', accuracy: 0.86, worstCorruption: -0.05 },
  ]).replace(/ +/g, ' ');
  expect(table).toContain('| the recipe | 87.00 ± 1.41 | 78.00 ± 0.00 |');
  expect(table).toContain('| without mixup | -1.00 | +0.00 | +0.00 | +0.00 | +0.00 | -2.00 | 1 |');
});

it('has no figure where a variant has none', () => {
  const table = describeAblation([RUN, { ...RUN, variant: 'one-head', labelAccuracy: null }]).replace(/ +/g, ' ');
  expect(table).toContain('labels | +0.00 | +0.00 | +0.00 | - | +0.00 |');
});
