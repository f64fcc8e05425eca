import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSyntheticFaces } from './synthetic-faces.ts';
import { readHistory } from '../../training/run/run-folder.ts';
import { callCommand } from './call-command.ts';
import { writeFer2013Csv } from './data/write-data-set.ts';

const TIMEOUT = { timeout: 240_000 };

describe('a warm start', TIMEOUT, () => {
  let folder = '';
  const place = (name: string) => join(folder, name);
  const train = (run: string, ...flags: string[]) =>
    callCommand('train', '--preset', 'smoke', '--data', place('fer2013.csv'), '--run', place(run), ...flags);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mien-'));
    const splits = { Training: createSyntheticFaces(60, 1), PublicTest: createSyntheticFaces(20, 2) };
    await writeFer2013Csv(place('fer2013.csv'), splits);
    expect(await train('cold')).toMatchObject({ code: 0 });
    expect(await callCommand('export', '--run', place('cold'), '--out', place('model'))).toMatchObject({ code: 0 });
  }, TIMEOUT.timeout);

  afterAll(() => rm(folder, { recursive: true }));

  it('begins where the model was left', async () => {
    const flags = ['--start-from', place('model'), '--epochs', '1', '--learning-rate', '0.005'];
    expect(await train('warm', ...flags)).toMatchObject({ code: 0 });
    const [cold, warm] = [await readHistory(place('cold')), await readHistory(place('warm'))];
    expect(warm[0]?.loss).toBeLessThan(0.3 * (cold[0]?.loss as number));
    expect(warm[0]?.validationLoss).toBeLessThan(0.7 * (cold[3]?.validationLoss as number));
  });

  it('is refused from another network, before the data is read', async () => {
    const flags = ['--start-from', place('model'), '--preset', 'fast'];
    const { code, stdout, stderr } = await train('other', ...flags);
    expect(code).toBe(1);
    expect(stderr).toMatch(/its layer 1 is conv stage1_conv1 \(filters 8/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stdout).not.toMatch(/reading/);
  });
});
