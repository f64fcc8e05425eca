import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ABLATION_RESULTS_FILE, parseAblationResults } from '../../training/ablation/ablation-results.ts';
import { describeAblation } from '../../training/ablation/describe-ablation.ts';
import { markFigures } from './figure-block.ts';

/** What each part of the recipe brings, as Markdown, from what `npm run train:ablate` wrote. */
export function describeRecipe(root: string): string {
  const path = join(root, ABLATION_RESULTS_FILE);
  if (!existsSync(path)) return markFigures('ablation', ['Not measured yet on this recipe.']);
  const { everydayStrength, runs } = parseAblationResults(readFileSync(path, 'utf8'), path);
  const epochs = [...new Set(runs.map((run) => run.epochs))].join(', ');
  const rules =
    everydayStrength === null
      ? ' Read by decision rules that were fitted class by class, which no model has any more.'
      : '';
  return markFigures('ablation', [describeAblation(runs), `Points of 100; ${epochs} epochs a run.${rules}`]);
}
