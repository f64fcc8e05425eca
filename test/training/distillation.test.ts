import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSyntheticFaces } from './synthetic-faces.ts';
import { ZOO } from '../../training/models/zoo.ts';
import { readRunDescription } from '../../training/run/run-folder.ts';
import { callCommand } from './call-command.ts';
import { writeFer2013Csv } from './data/write-data-set.ts';
import { trainUntilKilled } from './train-until-killed.ts';
import { writeModel } from './write-model.ts';

const TIMEOUT = { timeout: 240_000 };

describe('training with teachers', () => {
  let folder = '';
  const place = (name: string) => join(folder, name);
  const readCheckpoint = (run: string) => readFile(join(place(run), 'checkpoint.bin'));
  const listFlags = () => {
    const teachers = ['--teacher', place('first'), '--teacher', place('second'), '--teacher-weight', '0.7'];
    return ['--preset', 'smoke', '--epochs', '4', '--data', place('fer2013.csv'), ...teachers];
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mien-'));
    await writeFer2013Csv(place('fer2013.csv'), {
      Training: createSyntheticFaces(40, 1),
      PublicTest: createSyntheticFaces(5, 2),
    });
    await writeModel(place('first'), ZOO.fast, 1);
    await writeModel(place('second'), ZOO.perceptron, 2);
  }, TIMEOUT.timeout);

  afterAll(() => rm(folder, { recursive: true }));

  it('ends with the same weights after a kill and a resume as without', TIMEOUT, async () => {
    const flags = listFlags();
    expect(await callCommand('train', ...flags, '--run', place('run'))).toMatchObject({ code: 0 });
    const { config } = await readRunDescription(place('run'));
    expect(config.teachers.map((teacher) => teacher.folder)).toEqual([place('first'), place('second')]);
    expect(config.teacherWeight).toBe(0.7);
    await trainUntilKilled(flags, place('killed'));
    expect(await callCommand('resume', '--run', place('killed'))).toMatchObject({ code: 0 });
    expect((await readCheckpoint('killed')).equals(await readCheckpoint('run'))).toBe(true);
  });

  it('goes on with no other teacher, and leaves the run as it was', TIMEOUT, async () => {
    const before = await readFile(place('run/config.json'));
    await writeModel(place('second'), ZOO.perceptron, 3);
    const { code, stderr } = await callCommand('resume', '--run', place('run'), '--epochs', '6');
    expect(code).toBe(1);
    expect(stderr).toMatch(/second no longer holds the model/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect((await readFile(place('run/config.json'))).equals(before)).toBe(true);
  });
});
