import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { writeAblationResults } from '../../training/ablation/ablation-results.ts';
import { writeCalibration } from '../../training/run/calibration-file.ts';
import { appendHistory } from '../../training/run/run-folder.ts';
import { writeZooResults } from '../../training/zoo/zoo-results.ts';
import { MANIFEST } from '../core/made-up-manifest.ts';
import { makeTemporaryFolder } from './data/temporary-folder.ts';
import { failAt } from '../node/fail-at-step.ts';

vi.mock('node:fs/promises', async (importReal) =>
  (await import('../node/fail-at-step.ts')).makeTroubledFiles(await importReal()),
);

const RECORD = {
  epoch: 2,
  loss: 1,
  seconds: 2,
  imagesPerSecond: 3,
  validationLoss: 4,
  ferPlusMajority: null,
  fer2013Labels: null,
  labelHead: null,
};
const CALIBRATION = { decisions: MANIFEST.decisions, record: MANIFEST.calibration };
const RESULTS = { dataHashes: { data: 'd1'.repeat(32) } };

describe.each(['full', 'killed'] as const)('what is left if disk or process is %s', (kind) => {
  it.each([
    ['history.jsonl', (folder: string) => appendHistory(folder, RECORD)],
    ['calibration.json', (folder: string) => writeCalibration(folder, 'e1'.repeat(32), CALIBRATION)],
    [
      'ablation.json',
      (folder: string) =>
        writeAblationResults(join(folder, 'ablation.json'), { ...RESULTS, everydayStrength: null, runs: [] }),
    ],
    ['zoo.json', (folder: string) => writeZooResults(join(folder, 'zoo.json'), { ...RESULTS, networks: [] })],
  ])('of %s is what was there before', async (file, write) => {
    const folder = await makeTemporaryFolder();
    const path = join(folder, file);
    await writeFile(path, '{"epoch":1}\n');
    for (let at = 1; await failAt(at, kind, () => write(folder)); at++) {
      expect(await readFile(path, 'utf8')).toBe('{"epoch":1}\n');
    }
    expect(await readFile(path, 'utf8')).not.toBe('{"epoch":1}\n');
  });
});
