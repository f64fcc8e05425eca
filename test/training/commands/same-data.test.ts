import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashDataSet, type UsedData } from '../../../training/data/hash-data-set.ts';
import { readScoringRows } from '../../../training/data/read-data-set.ts';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';
import { readModelFiles } from '../../../training/models/model-files.ts';
import { packRun } from '../../../training/publish/pack-run.ts';
import { exportRun, promoteModel } from '../../../training/publish/promote-model.ts';
import { readRunDescription } from '../../../training/run/run-folder.ts';
import { resumeRun } from '../../../training/commands/run-training.ts';
import { callCommand } from '../call-command.ts';
import { writeFer2013Csv, writeVotes } from '../data/write-data-set.ts';
import { makeRun } from '../make-run.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';

const TIMEOUT = { timeout: 240_000 };
const FACES = createSyntheticFaces(20, 1);

describe('a run and its model know the data that they were trained on', TIMEOUT, () => {
  let root = '';
  let data: UsedData;
  const place = (name: string) => join(root, name);

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'mien-'));
    const splits = { Training: FACES, PublicTest: createSyntheticFaces(5, 2) };
    await writeFer2013Csv(place('faces.csv'), splits);
    await writeVotes(place('votes.csv'), splits);
    await writeFer2013Csv(place('others.csv'), { Training: FACES, PublicTest: createSyntheticFaces(5, 3) });
    const paths = { data: place('faces.csv'), votes: place('votes.csv') };
    data = { paths, hashes: await hashDataSet(paths) };
    await makeRun(place('run'), FACES, data);
    await prepareWasmBackend();
    await exportRun(place('run'), place('model'), await readScoringRows(paths, 'PublicTest'));
  }, TIMEOUT.timeout);

  afterAll(() => rm(root, { recursive: true }));

  /** A copy of the data set and of the run, which reads it; then its faces are replaced by others. */
  async function changeFaces(name: string): Promise<string> {
    await mkdir(place(name));
    const paths = { data: place(`${name}/faces.csv`), votes: place(`${name}/votes.csv`) };
    await copyFile(data.paths.data, paths.data);
    await copyFile(data.paths.votes ?? '', paths.votes);
    await makeRun(place(`${name}/run`), FACES, { paths, hashes: await hashDataSet(paths) });
    await cp(place('model'), place(`${name}/model`), { recursive: true });
    await copyFile(place('others.csv'), paths.data);
    return place(name);
  }

  /** All files below a folder. */
  async function readAll(folder: string): Promise<readonly (readonly [name: string, bytes: string])[]> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    return Promise.all(
      files.toSorted().map(async (file) => [file, (await readFile(file)).toString('base64')] as const),
    );
  }

  it.each([
    ['resume', ['--run', 'run']],
    ['refresh', ['--run', 'run', '--out', 'model']],
    ['calibrate', ['--run', 'run']],
    ['calibrate', ['--model', 'model', '--data', 'faces.csv', '--votes', 'votes.csv']],
    ['report', ['--run', 'run']],
    ['export', ['--run', 'run', '--out', 'model', '--force']],
    ['compare', ['--run', 'run', '--shipped', 'model']],
  ] as const)('%s %j refuses others, and leaves all as it was', TIMEOUT, async (command, flags) => {
    const folder = await changeFaces([command, ...flags].join(''));
    const before = await readAll(folder);
    const { code, stderr } = await callCommand(
      command,
      ...flags.map((flag) => (flag.startsWith('--') ? flag : join(folder, flag))),
    );
    expect(stderr.trim()).toMatch(
      /^error: \S+faces\.csv is not the file that \S+(run|model) was trained with \(its SHA-256 is [0-9a-f]{12}…, not [0-9a-f]{12}…\); put that file back, say with --data where it is, or train a new run$/,
    );
    expect(code).toBe(1);
    expect(await readAll(folder)).toEqual(before);
  });

  it('a run reads it where it lies by now', async () => {
    await mkdir(place('moved'));
    await copyFile(place('faces.csv'), place('moved/faces.csv'));
    await makeRun(place('moved/run'), FACES, { ...data, paths: { ...data.paths, data: place('gone.csv') } });
    await expect(resumeRun(place('moved/run'), { epochs: 1 })).rejects.toThrow(/nothing at \S+gone\.csv/);
    const paths = { ...data.paths, data: place('moved/faces.csv') };
    await resumeRun(place('moved/run'), { epochs: 1 }, paths);
    expect(await readRunDescription(place('moved/run'))).toMatchObject({ paths, dataHashes: data.hashes });
  });

  it('votes and leakage list are part of it', async () => {
    const rows = await readScoringRows({ data: place('faces.csv') }, 'PublicTest');
    await expect(packRun(place('run'), rows)).rejects.toThrow(
      /run was trained with votes \(SHA-256 [0-9a-f]{12}…\), which are missing here; give that file with --votes$/,
    );
    await makeRun(place('without'), FACES, { paths: { data: place('faces.csv') }, hashes: { data: data.hashes.data } });
    await expect(packRun(place('without'), await readScoringRows(data.paths, 'PublicTest'))).rejects.toThrow(
      /without was trained without votes, and \S+votes\.csv is given; leave it out, or train a new run with it$/,
    );
  });

  it('a model that is put in the place of another one is measured on it, too', async () => {
    const model = await readModelFiles(place('model'));
    const others = await readScoringRows({ ...data.paths, data: place('others.csv') }, 'PublicTest');
    await expect(promoteModel(model, place('promoted'), others, null)).rejects.toThrow(/others\.csv is not the file/);
    await expect(readdir(place('promoted'))).rejects.toThrow();
  });

  it('any other data can be scored on, and the scores say which', TIMEOUT, async () => {
    const flags = ['--data', place('others.csv'), '--model', place('model'), '--json', place('scores.json')];
    expect(await callCommand('evaluate', ...flags)).toMatchObject({ code: 0 });
    const scores: unknown = JSON.parse(await readFile(place('scores.json'), 'utf8'));
    expect(scores).toMatchObject({ dataHashes: await hashDataSet({ data: place('others.csv') }) });
  });
});
