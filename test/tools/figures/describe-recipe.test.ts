import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeRecipe } from '../../../tools/figures/describe-recipe.ts';
import { ABLATION_RESULTS_FILE } from '../../../training/ablation/ablation-results.ts';
import { makeTemporaryFolder } from '../../training/data/temporary-folder.ts';

describe('describeRecipe', () => {
  it('says how long the runs were, or that there are none', async () => {
    const root = await makeTemporaryFolder();
    expect(describeRecipe(root)).toContain('Not measured yet');
    const path = join(root, ABLATION_RESULTS_FILE);
    await mkdir(dirname(path), { recursive: true });
    const run = {
      accuracy: 0.8,
      meanRecall: 0.7,
      actingMeanRecall: 0.7,
      labelAccuracy: 0.6,
      ece: 0.1,
      worstCorruption: 0,
    };
    const runs = [{ variant: 'recipe', seed: 1, epochs: 12, seconds: 9, ...run }];
    await writeFile(path, JSON.stringify({ dataHashes: { data: 'd1'.repeat(32) }, everydayStrength: 0.5, runs }));
    expect(describeRecipe(root)).toContain('12 epochs a run');
    expect(describeRecipe(root)).toContain('80.00');
    expect(describeRecipe(root)).not.toContain('class by class');
    expect(describeRecipe(join(import.meta.dirname, '../../..'))).toContain(
      'decision rules that were fitted class by class',
    );
  });

  it('names file and value where the figures are damaged', async () => {
    const root = await makeTemporaryFolder();
    const path = join(root, ABLATION_RESULTS_FILE);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, JSON.stringify({ dataHashes: { data: 'd1'.repeat(32) }, everydayStrength: 0.5, runs: [{}] }));
    expect(() => describeRecipe(root)).toThrow(/ablation\/results\.json holds no figures .*\(runs\.0\.variant: /);
  });
});
