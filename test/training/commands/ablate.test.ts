import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { AblationResults } from '../../../training/ablation/ablation-results.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { callCommand } from '../call-command.ts';
import { makeTemporaryFolder } from '../data/temporary-folder.ts';
import { writeFer2013Csv, writeVotes } from '../data/write-data-set.ts';

it(
  'trains and scores the variants that lack a run, and compares them with the recipe',
  { timeout: 240_000 },
  async () => {
    const folder = await makeTemporaryFolder();
    const place = (name: string) => join(folder, name);
    const splits = { Training: createSyntheticFaces(20, 1), PublicTest: createSyntheticFaces(10, 2) };
    await writeFer2013Csv(place('fer2013.csv.gz'), splits);
    await writeVotes(place('fer2013new.csv'), splits);
    const data = ['--data', place('fer2013.csv.gz'), '--votes', place('fer2013new.csv')];
    const training = [
      '--preset',
      'smoke',
      '--engine',
      'onnxruntime',
      '--epochs',
      '1',
      '--workers',
      '1',
      '--seeds',
      '1',
    ];
    const files = ['--runs', place('runs'), '--out', place('ablation.json')];
    const ablate = (...variants: string[]) =>
      callCommand('ablate', ...data, ...training, ...files, '--only', ...variants);
    const readResults = async () => JSON.parse(await readFile(place('ablation.json'), 'utf8')) as AblationResults;

    expect(await ablate('recipe')).toMatchObject({ code: 0 });
    const [recipe] = (await readResults()).runs;
    expect(recipe).toMatchObject({ variant: 'recipe', seed: 1, epochs: 1 });
    expect(recipe?.labelAccuracy).toBeGreaterThan(0);

    const { code, stdout } = await ablate('recipe', 'one-head');
    expect(code).toBe(0);
    expect(stdout).not.toContain('== recipe'); // that one was there
    expect(stdout.replace(/ +/g, ' ')).toContain('| without the head for FER2013’s labels |');
    const { runs } = await readResults();
    expect(runs[0]).toEqual(recipe);
    expect(runs[1]).toMatchObject({ variant: 'one-head', labelAccuracy: null });

    const longer = await callCommand('ablate', ...data, ...training, ...files, '--only', 'no-mixup', '--epochs', '2');
    expect(longer.code).not.toBe(0);
    expect(longer.stderr).toContain('holds runs of 1 epochs, which cannot be compared with 2');

    const results = await readResults();
    for (const [changes, fault] of [
      [{ dataHashes: { data: 'd1'.repeat(32) } }, 'of another data set'],
      [{ everydayStrength: null }, 'by decision rules that were fitted class by class, which are not made any more'],
      [{ everydayStrength: 0.05 }, 'by everyday rules of strength 0.05, which is '],
    ] as const) {
      await writeFile(place('ablation.json'), JSON.stringify({ ...results, ...changes }));
      const refused = await ablate('recipe');
      expect(refused.code).not.toBe(0);
      expect(refused.stderr).toContain(`ablation.json holds figures ${fault}`);
      expect(refused.stderr).toContain('; move that file away, or give another with --out');
    }
    await writeFile(place('ablation.json'), JSON.stringify({ ...results, runs: [{ ...runs[0], seed: 'one' }] }));
    const damaged = await ablate('recipe');
    expect(damaged.stderr.trim()).toMatch(
      /^error: \S+ablation\.json holds no figures .*\(runs\.0\.seed: .*"one"\); remove it/,
    );
    expect(damaged.code).toBe(1);
  },
);
