import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  appendHistory,
  createRunFolder,
  readCheckpoint,
  readHistory,
  readRunDescription,
  readTrainedWeights,
  RunFolderError,
  truncateHistory,
  writeCheckpoint,
} from '../../../training/run/run-folder.ts';
import { PRESETS } from '../../../training/recipe/presets.ts';
import { makeTemporaryFolder } from '../data/temporary-folder.ts';

const DESCRIPTION = {
  config: { ...PRESETS.smoke, engine: 'onnxruntime' as const },
  paths: { data: 'x.csv' },
  dataHashes: { data: '0123' },
  gitCommit: null,
  trainingRows: 7,
  prior: [1],
};
const CHECKPOINT = {
  epoch: 3,
  weights: Float32Array.of(1, 2, 3),
  optimizer: {
    first: Float32Array.of(4, 5, 6),
    second: Float32Array.of(-1, -2, -3),
    average: Float32Array.of(7, 8, 9),
    steps: 42,
  },
};

function createRecord(epoch: number) {
  const score = { accuracy: 0.5, meanRecall: 0.4 };
  return {
    epoch,
    loss: 1,
    seconds: 2,
    imagesPerSecond: 3,
    validationLoss: 4,
    ferPlusMajority: null,
    fer2013Labels: score,
    labelHead: null,
  };
}

describe('a run folder', () => {
  it('gives back what was written', async () => {
    const folder = join(await makeTemporaryFolder(), 'run');
    await createRunFolder(folder, DESCRIPTION);
    expect(await readRunDescription(folder)).toEqual(DESCRIPTION);
    expect(await readCheckpoint(folder, 3)).toBeNull();
    await writeCheckpoint(folder, CHECKPOINT);
    expect(await readCheckpoint(folder, 3)).toEqual(CHECKPOINT);
    expect(await readTrainedWeights(folder, 3)).toEqual(CHECKPOINT.optimizer.average);
  });

  it('knows a run from before there were teachers and warm starts', async () => {
    const folder = await makeTemporaryFolder();
    const config = { ...DESCRIPTION.config, teachers: undefined, teacherWeight: undefined, startFrom: undefined };
    await writeFile(join(folder, 'config.json'), JSON.stringify({ ...DESCRIPTION, config }));
    expect((await readRunDescription(folder)).config).toEqual(DESCRIPTION.config);
  });

  it('has no network before the first epoch', async () => {
    await expect(readTrainedWeights(await makeTemporaryFolder(), 3)).rejects.toThrow(/train it first/);
  });

  it('forgets the epochs that no checkpoint covers', async () => {
    const folder = await makeTemporaryFolder();
    await createRunFolder(folder, DESCRIPTION);
    for (const epoch of [1, 2, 3]) await appendHistory(folder, createRecord(epoch));
    await truncateHistory(folder, 2);
    expect((await readHistory(folder)).map((record) => record.epoch)).toEqual([1, 2]);
  });

  it('refuses files of another network', async () => {
    const folder = await makeTemporaryFolder();
    await writeCheckpoint(folder, CHECKPOINT);
    await expect(readCheckpoint(folder, 4)).rejects.toThrow(RunFolderError);
    await expect(readTrainedWeights(folder, 4)).rejects.toThrow(RunFolderError);
  });

  it('refuses a folder without a run, and a second run in one', async () => {
    const folder = await makeTemporaryFolder();
    await expect(readRunDescription(folder)).rejects.toThrow(RunFolderError);
    await createRunFolder(folder, DESCRIPTION);
    await expect(createRunFolder(folder, DESCRIPTION)).rejects.toThrow(/npm run train:resume/);
  });

  it('refuses a damaged description', async () => {
    const folder = await makeTemporaryFolder();
    await writeFile(join(folder, 'config.json'), '{');
    await expect(readRunDescription(folder)).rejects.toThrow(RunFolderError);
  });
});
