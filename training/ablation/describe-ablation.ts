import { mean, sampleStandardDeviation } from 'simple-statistics';
import { formatTable, formatPoints } from '../../node/format.ts';
import type { AblationRun } from './ablation-results.ts';
import { VARIANTS } from './variants.ts';

/**
 * The runs as a Markdown table: a line a variant, for each figure the mean over its seeds. The recipe's figures are in
 * percent, with their standard deviation; those of the others are changes against it, in points.
 */
export function describeAblation(runs: readonly AblationRun[]): string {
  const runsOf = (name: string) => runs.filter(({ variant }) => variant === name);
  const [{ name: recipeName }] = VARIANTS;
  const recipe = runsOf(recipeName);
  const rows = VARIANTS.filter(({ name }) => runsOf(name).length > 0).map(({ name, title }) => {
    const own = runsOf(name);
    const figures = FIGURES.map(({ read }) =>
      name === recipeName ? describeLevel(own, read) : describeChange(own, recipe, read),
    );
    return [title, ...figures, own.length];
  });
  return formatTable([['variant', ...FIGURES.map(({ title }) => title), 'seeds'], ...rows]);
}

type Read = (run: AblationRun) => number | null;

const FIGURES: readonly { readonly title: string; readonly read: Read }[] = [
  { title: 'FER+ accuracy', read: (run) => run.accuracy },
  { title: 'mean recall', read: (run) => run.meanRecall },
  { title: 'acting', read: (run) => run.actingMeanRecall },
  { title: 'FER2013', read: (run) => run.labelAccuracy },
  { title: 'ECE', read: (run) => run.ece },
  { title: 'worst corruption', read: (run) => run.worstCorruption },
];

function readAll(runs: readonly AblationRun[], read: Read): number[] {
  return runs.map(read).filter((value) => value !== null);
}

function describeLevel(runs: readonly AblationRun[], read: Read): string {
  const values = readAll(runs, read);
  if (values.length === 0) return '-';
  const spread = values.length > 1 ? ` ± ${(100 * sampleStandardDeviation(values)).toFixed(2)}` : '';
  return `${(100 * mean(values)).toFixed(2)}${spread}`;
}

function describeChange(runs: readonly AblationRun[], recipe: readonly AblationRun[], read: Read): string {
  const [values, base] = [readAll(runs, read), readAll(recipe, read)];
  return values.length === 0 || base.length === 0 ? '-' : formatPoints(mean(values) - mean(base));
}
