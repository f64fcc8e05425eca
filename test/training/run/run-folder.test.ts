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
  dataHashes: { data: '01'.repeat(32) },
  gitCommit: null,
  trainingRows: 7,
  prior: [0.1, 0.02, 0.05, 0.25, 0.1, 0.13, 0.35],
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

/** The description as a file has it, with changes. */
function describeRun(changes: object): string {
  return JSON.stringify({ ...DESCRIPTION, ...changes });
}

function describeWith(settings: object): string {
  return describeRun({ config: { ...DESCRIPTION.config, ...settings } });
}

/** The network, with another first layer. */
function changeLayer(changes: object): object {
  const { network } = DESCRIPTION.config;
  return { ...network, layers: [{ ...network.layers[0], ...changes }, ...network.layers.slice(1)] };
}

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

  it.each([
    ['is cut off', '{', /config\.json .*\(Invalid JSON/],
    ['is of another program', '{"scripts":{}}', /config\.json .*\(config: .*undefined\); put it back as it was/],
    ['lacks a setting', describeWith({ epochs: undefined }), /\(config\.epochs: .*undefined\)/],
    ['has a setting of another kind', describeWith({ epochs: '60' }), /\(config\.epochs: .*"60"\)/],
    ['has a setting that is not known', describeWith({ dropPath: 0.1 }), /\(config\.dropPath: /],
    ['names an unknown engine', describeWith({ engine: 'abacus' }), /\(config\.engine: .*"abacus"\)/],
    [
      'has an unknown layer',
      describeWith({ network: changeLayer({ type: 'deconv' }) }),
      /\(config\.network\.layers\.0\.type: /,
    ],
    [
      'has a layer without filters',
      describeWith({ network: changeLayer({ filters: 0 }) }),
      /network\.layers\.0\.filters: /,
    ],
    [
      'has layers that do not fit',
      describeWith({ network: changeLayer({ from: 'nowhere' }) }),
      /\(config\.network: .*takes from nowhere/,
    ],
    ['has a damaged hash', describeRun({ dataHashes: { data: '0123' } }), /\(dataHashes\.data: /],
    ['has too short a prior', describeRun({ prior: [1] }), /\(prior: /],
  ])('names the file and the field of a description that %s', async (_, text, sentence) => {
    const folder = await makeTemporaryFolder();
    await writeFile(join(folder, 'config.json'), text);
    await expect(readRunDescription(folder)).rejects.toThrow(RunFolderError);
    await expect(readRunDescription(folder)).rejects.toThrow(sentence);
  });

  it('names the line and the field of a damaged history', async () => {
    const folder = await makeTemporaryFolder();
    await appendHistory(folder, createRecord(1));
    await appendHistory(folder, { ...createRecord(2), loss: NaN }); // JSON has no such number
    await expect(readHistory(folder)).rejects.toThrow(/history\.jsonl, line 2: loss: .*null; put the file back/);
    await writeFile(join(folder, 'history.jsonl'), '{"epoch": 1, "lo');
    await expect(readHistory(folder)).rejects.toThrow(RunFolderError);
  });

  it('refuses a checkpoint of the right size with nonsense in it', async () => {
    const folder = await makeTemporaryFolder();
    await writeCheckpoint(folder, { ...CHECKPOINT, epoch: NaN });
    await expect(readCheckpoint(folder, 3)).rejects.toThrow(/checkpoint\.bin is damaged/);
  });
});
