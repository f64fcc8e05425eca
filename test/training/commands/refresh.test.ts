import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseManifest } from '../../../src/core/model-manifest.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { callCommand } from '../call-command.ts';
import { writeFer2013Csv, writeVotes } from '../data/write-data-set.ts';

/** A promise of the README: all of it, on a small data set, in less. */
const TIMEOUT = { timeout: 120_000 };

describe('refresh', () => {
  let folder = '';
  const place = (name: string) => join(folder, name);
  const refresh = (...flags: string[]) => {
    const data = [
      '--data',
      place('fer2013.csv'),
      '--votes',
      place('fer2013new.csv'),
      '--leakage',
      place('leakage.csv'),
    ];
    const places = ['--run', place('run'), '--out', place('model')];
    return callCommand('refresh', '--preset', 'smoke', ...data, ...places, ...flags);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mien-refresh-'));
    const splits = { Training: createSyntheticFaces(60, 1), PublicTest: createSyntheticFaces(20, 2) };
    await writeFer2013Csv(place('fer2013.csv'), splits);
    await writeVotes(place('fer2013new.csv'), splits);
    // Drawn faces look alike: the check would take many for the same photograph, and training leave them out.
    await writeFile(place('leakage.csv'), 'fer2013_row,reason,matching_row,similarity\n');
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('goes from a data set to a model that has learnt', TIMEOUT, async () => {
    const { code, stdout, stderr } = await refresh('--epochs', '6', '--label-head');
    expect(stderr).not.toMatch(/error/);
    expect(code).toBe(0);
    for (const step of ['checking the data', 'training', 'calibrating', 'comparing'])
      expect(stdout).toContain(`== ${step}`);
    const manifest = parseManifest(JSON.parse(await readFile(place('model/manifest.json'), 'utf8')));
    expect(manifest.metrics.ferPlusMajority?.accuracy).toBeGreaterThan(0.5); // one in seven by chance
    expect(manifest.heads).toEqual(['votes', 'labels']);
    expect(manifest.metrics.labelHead?.accuracy).toBeGreaterThan(0.5);
    expect(manifest.training.epochs).toBe(6);
    for (const file of ['run/report.html', 'run/data/report.md', 'run/calibration.json', 'model/MODEL_CARD.md']) {
      expect((await stat(place(file))).size).toBeGreaterThan(0);
    }
  });

  it('goes on with a run that is there, and compares with the model that ships', TIMEOUT, async () => {
    const { code, stdout } = await refresh();
    expect(code).toBe(0);
    expect(stdout).toMatch(/holds a run already/);
    expect(stdout).toMatch(/McNemar/);
  });
});
