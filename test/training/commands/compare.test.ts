import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashDataSet } from '../../../training/data/hash-data-set.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { callCommand } from '../call-command.ts';
import { writeFer2013Csv, writeVotes } from '../data/write-data-set.ts';
import { makeRun } from '../make-run.ts';

const TIMEOUT = { timeout: 240_000 };

describe('calibrate, export and compare', () => {
  let root = '';
  const place = (name: string) => join(root, name);

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'mien-'));
    const splits = { PublicTest: createSyntheticFaces(10, 2) };
    await writeFer2013Csv(place('faces.csv'), splits);
    await writeVotes(place('votes.csv'), splits);
    const paths = { data: place('faces.csv'), votes: place('votes.csv') };
    const data = { paths, hashes: await hashDataSet(paths) };
    await makeRun(place('good'), createSyntheticFaces(30, 1), data);
    await makeRun(place('bad'), createSyntheticFaces(30, 1), data, -1);
  }, TIMEOUT.timeout);

  afterAll(() => rm(root, { recursive: true }), TIMEOUT.timeout);

  it('goes from a run to a shipped model, and keeps it from a worse one', TIMEOUT, async () => {
    const flags = ['--votes', place('votes.csv'), '--everyday-strength', '0.2'];
    const calibrated = await callCommand('calibrate', '--run', place('good'), ...flags);
    expect(calibrated).toMatchObject({ code: 0, stderr: '' });
    expect(calibrated.stdout).toMatch(/FER\+ majority[^]*calibration error [\d.]+ % -> [\d.]+ %/);
    const exported = await callCommand('export', '--run', place('good'), '--out', place('model'));
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    const manifest = await readFile(place('model/manifest.json'));
    expect(JSON.parse(manifest.toString())).toMatchObject({
      calibration: { offsets: { strengths: { everyday: 0.2 } } },
    });

    const compared = await callCommand('compare', '--run', place('bad'), '--shipped', place('model'));
    expect(compared).toMatchObject({ code: 0, stderr: '' });
    expect(compared.stdout).toMatch(/McNemar's exact p = [^]*the new model is worse/);

    const refused = await callCommand('compare', '--run', place('bad'), '--shipped', place('model'), '--promote');
    expect(refused.code).toBe(1);
    expect(refused.stderr.trim()).toMatch(/^error: the new model is worse .* --force$/);
    expect((await readFile(place('model/manifest.json'))).equals(manifest)).toBe(true);

    const forced = await callCommand('export', '--run', place('bad'), '--out', place('model'), '--force');
    expect(forced).toMatchObject({ code: 0, stderr: '' });
    expect((await readFile(place('model/manifest.json'))).equals(manifest)).toBe(false);
  });

  it('replaces a model that cannot be read only by force, as an export does', TIMEOUT, async () => {
    const flags = ['--run', place('good'), '--shipped', place('torn')];
    await mkdir(place('torn'));
    await writeFile(place('torn/manifest.json'), '{');
    const compared = await callCommand('compare', ...flags, '--force');
    expect(compared.stderr.trim()).toMatch(/^error: \S+model\.json cannot be read; [^]*$/);
    const refused = await callCommand('compare', ...flags, '--promote');
    expect(refused.stderr.trim()).toMatch(/^error: the model in \S+torn stays, since it cannot be read .* --force$/);
    expect(await readdir(place('torn'))).toEqual(['manifest.json']);
    const forced = await callCommand('compare', ...flags, '--promote', '--force');
    expect(forced).toMatchObject({ code: 0, stderr: '' });
    expect(forced.stdout).toMatch(/there is no model in \S+torn that can be read\n[^]*wrote the new model to/);
    expect(await callCommand('compare', ...flags)).toMatchObject({ code: 0 });
  });

  it.each([
    ['compare', ['--shipped', 'no-such-model'], /no-such-model/],
    ['calibrate', ['--run', 'no-such-run'], /no-such-run/],
    ['calibrate', ['--everyday-strength', 'much'], /number from 0/],
  ] as const)('%s %j ends with one sentence on stderr', TIMEOUT, async (command, args, sentence) => {
    const { code, stderr } = await callCommand(command, ...args);
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
