import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { hashDataSet } from '../../../training/data/hash-data-set.ts';
import { PRESETS } from '../../../training/recipe/presets.ts';
import { appendHistory, createRunFolder, readHistory, type EpochRecord } from '../../../training/run/run-folder.ts';
import type { TrainConfig } from '../../../training/recipe/train-config.ts';
import { ensureRun } from '../../../training/commands/ensure-run.ts';
import { makeTemporaryFolder } from '../data/temporary-folder.ts';
import { writeFer2013Csv } from '../data/write-data-set.ts';

const CONFIG: TrainConfig = { ...PRESETS.perceptron, engine: 'onnxruntime', epochs: 3 };

function recordEpochs(...validationLosses: number[]): EpochRecord[] {
  return validationLosses.map((validationLoss, index) => ({
    epoch: index + 1,
    loss: 1,
    seconds: 1,
    imagesPerSecond: 1,
    validationLoss,
    ferPlusMajority: null,
    fer2013Labels: null,
    labelHead: null,
  }));
}

/** A folder with a data set and a run whose epochs have these validation losses. */
async function prepareRun(config: TrainConfig, ...validationLosses: number[]) {
  const folder = await makeTemporaryFolder();
  const paths = { data: join(folder, 'fer2013.csv') };
  await writeFer2013Csv(paths.data, { Training: createSyntheticFaces(1, 1), PublicTest: createSyntheticFaces(1, 2) });
  const run = join(folder, 'run');
  const dataHashes = await hashDataSet(paths);
  await createRunFolder(run, {
    config,
    paths,
    dataHashes,
    gitCommit: null,
    trainingRows: 7,
    prior: new Array<number>(7).fill(1 / 7),
  });
  for (const record of recordEpochs(...validationLosses)) await appendHistory(run, record);
  return { run, paths };
}

describe('ensureRun', () => {
  it('leaves a finished run as it is, whatever engine and workers it had', async () => {
    const { run, paths } = await prepareRun({ ...CONFIG, engine: 'tfjs-wasm', workers: 1 }, 3, 2, 1);
    await ensureRun(run, CONFIG, paths, false);
    expect(await readHistory(run)).toHaveLength(3);
  });

  it('refuses a run of other settings', async () => {
    const { run, paths } = await prepareRun({ ...CONFIG, peakLearningRate: 0.5 }, 3, 2, 1);
    await expect(ensureRun(run, CONFIG, paths, false)).rejects.toThrow(/other settings.*--force/);
  });

  it('refuses a run on other data', async () => {
    const { run, paths } = await prepareRun(CONFIG, 3, 2, 1);
    await writeFer2013Csv(paths.data, { Training: createSyntheticFaces(1, 3), PublicTest: createSyntheticFaces(1, 4) });
    await expect(ensureRun(run, CONFIG, paths, false)).rejects.toThrow(/other data.*--force/);
  });
});
