import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseManifest } from '../../src/core/model-manifest.ts';
import { createSyntheticFaces } from './synthetic-faces.ts';
import { describeModelCard } from '../../training/publish/model-card.ts';
import { readHistory, readRunDescription } from '../../training/run/run-folder.ts';
import { CORRUPTIONS } from '../../training/scoring/corrupt-faces.ts';
import { callBroken, callCommand, ROOT } from './call-command.ts';
import { writeFer2013Csv, writeImages, writeVotes } from './data/write-data-set.ts';
import { trainUntilKilled } from './train-until-killed.ts';

const TIMEOUT = { timeout: 240_000 };

interface Scores {
  readonly n: number;
  readonly correct: number;
  readonly accuracy: number;
  readonly meanRecall: number;
}

interface EvaluationJson {
  readonly metrics: { readonly fer2013Labels: Scores; readonly ferPlusMajority: Scores | null };
}

describe('train, export and evaluate on drawn faces', () => {
  let folder = '';
  const place = (name: string) => join(folder, name);
  const dataFlags = () => ['--data', place('fer2013.csv.gz'), '--votes', place('fer2013new.csv')];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mien-'));
    const splits = { Training: createSyntheticFaces(60, 1), PublicTest: createSyntheticFaces(20, 2) };
    await writeFer2013Csv(place('fer2013.csv.gz'), splits);
    await writeVotes(place('fer2013new.csv'), splits);
    await writeImages(place('images/test'), splits.PublicTest);
    const trained = await callCommand('train', '--preset', 'smoke', ...dataFlags(), '--run', place('run'));
    expect(trained).toMatchObject({ code: 0 });
    const exported = await callCommand('export', '--run', place('run'), '--out', place('model'));
    expect(exported).toMatchObject({ code: 0 });
  }, TIMEOUT.timeout);

  afterAll(() => rm(folder, { recursive: true }));

  it('gives a model that has learnt, described by its manifest', TIMEOUT, async () => {
    const manifest = parseManifest(JSON.parse(await readFile(place('model/manifest.json'), 'utf8')));
    expect((await stat(place('model/weights.bin'))).size).toBe(manifest.parameters * 2);
    const flags = ['--model', place('model'), '--json', place('scores.json')];
    expect(await callCommand('evaluate', ...dataFlags(), ...flags)).toMatchObject({ code: 0 });
    const { metrics } = JSON.parse(await readFile(place('scores.json'), 'utf8')) as EvaluationJson;
    expect(metrics.fer2013Labels).toMatchObject(manifest.metrics.fer2013Labels ?? { n: NaN });
    expect(metrics.fer2013Labels.n).toBe(140);
    expect(metrics.ferPlusMajority?.n).toBe(140);
    expect(metrics.fer2013Labels.accuracy).toBeGreaterThan(0.6); // one in seven by chance
  });

  it('measures how the model stands corrupted faces, and a person beside it', async () => {
    const { metrics } = parseManifest(JSON.parse(await readFile(place('model/manifest.json'), 'utf8')));
    expect(metrics.robustness?.corrupted).toHaveLength(CORRUPTIONS.length);
    expect(metrics.robustness?.uncorrupted.accuracy).toBeCloseTo(metrics.ferPlusMajority?.accuracy ?? NaN, 12);
    expect(metrics.humanBaseline?.n).toBe(140);
    expect(metrics.acting.ferPlusMajority?.n).toBe(140);
  });

  it('fits the rules of an exported model anew, and leaves its weights as they are', TIMEOUT, async () => {
    await cp(place('model'), place('fitted'), { recursive: true });
    const flags = ['--model', place('fitted'), '--everyday-strength', '0.2'];
    expect(await callCommand('calibrate', ...dataFlags(), ...flags)).toMatchObject({ code: 0 });
    const before = parseManifest(JSON.parse(await readFile(place('model/manifest.json'), 'utf8')));
    const after = parseManifest(JSON.parse(await readFile(place('fitted/manifest.json'), 'utf8')));
    expect(after.calibration.offsets?.strengths.everyday).toBe(0.2);
    expect(after.calibration.offsets?.prior).toEqual(before.calibration.offsets?.prior);
    expect(after).toMatchObject({ weightsSha256: before.weightsSha256, training: before.training, data: before.data });
    expect(after.decisions.acting).toEqual(before.decisions.acting); // the everyday strength does not bear on it
    expect(after.metrics.acting).toEqual(before.metrics.acting);
    expect(await readFile(place('fitted/MODEL_CARD.md'), 'utf8')).toBe(describeModelCard(after));
    expect(await callCommand('evaluate', ...dataFlags(), '--model', place('fitted'))).toMatchObject({ code: 0 });

    const others = {
      ...after,
      calibration: { ...after.calibration, offsets: null },
      data: { ...after.data, trainingRows: after.data.trainingRows + 1 },
    };
    await writeFile(place('fitted/manifest.json'), JSON.stringify(others));
    const refusal = await callCommand('calibrate', ...dataFlags(), ...flags);
    expect(refusal.code).toBe(1);
    expect(refusal.stderr).toContain('give the data, votes and leakage list that it was trained with');
  });

  it('scores the same faces as an image folder alike, without the truth that needs votes', TIMEOUT, async () => {
    const flags = ['--model', place('model'), '--json', place('folder.json')];
    expect(await callCommand('evaluate', '--data', place('images'), ...flags)).toMatchObject({ code: 0 });
    const { metrics } = JSON.parse(await readFile(place('folder.json'), 'utf8')) as EvaluationJson;
    const manifest = parseManifest(JSON.parse(await readFile(place('model/manifest.json'), 'utf8')));
    expect(metrics.fer2013Labels).toMatchObject(manifest.metrics.fer2013Labels ?? { n: NaN });
    expect(metrics.ferPlusMajority).toBeNull();
  });

  it('ends with the same weights after a kill and a resume as without', TIMEOUT, async () => {
    await trainUntilKilled(['--preset', 'smoke', ...dataFlags()], place('killed'));
    expect(await callCommand('resume', '--run', place('killed'))).toMatchObject({ code: 0 });
    const [expected, resumed] = await Promise.all(
      ['run', 'killed'].map((name) => readFile(join(place(name), 'checkpoint.bin'))),
    );
    expect(resumed?.equals(expected as Buffer)).toBe(true);
  });

  it('goes on with a finished run for more epochs', TIMEOUT, async () => {
    await cp(place('run'), place('longer'), { recursive: true });
    expect(await callCommand('resume', '--run', place('longer'), '--epochs', '8')).toMatchObject({ code: 0 });
    expect((await readHistory(place('longer'))).map((record) => record.epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await readRunDescription(place('longer'))).config.epochs).toBe(8);
  });

  it('cannot go on with fewer epochs than it has trained', TIMEOUT, async () => {
    const before = await readFile(place('run/config.json'));
    const { code, stderr } = await callCommand('resume', '--run', place('run'), '--epochs', '3');
    expect(stderr.trim()).toMatch(/^error: \S+run has trained 6 epochs already; give --epochs 6 or more$/);
    expect(code).toBe(1);
    expect((await readFile(place('run/config.json'))).equals(before)).toBe(true);
  });

  it.each([
    ['the loss is no longer a number', ['--learning-rate', '1e30'], /learning-rate/],
    ['there are too few faces for a batch', ['--batch-size', '1000'], /--batch-size/],
    ['a batch cannot be shared out', ['--workers', '3'], /--workers/],
  ] as const)('says what to do when %s', TIMEOUT, async (_, flags, sentence) => {
    const run = join(folder, flags.join(''));
    const { code, stderr } = await callCommand('train', '--preset', 'smoke', ...dataFlags(), '--run', run, ...flags);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(1);
  });

  it('ends with its sentence when batches cannot be made, whatever else it has started', TIMEOUT, async () => {
    const flags = ['--preset', 'smoke', ...dataFlags(), '--run', place('batchless')];
    const { code, stderr, killed } = await callBroken('./break-batch-worker.js', 'train', ...flags);
    expect(stderr.trim()).toBe('error: there is no room for a batch; make some');
    expect({ code, killed }).toMatchObject({ code: 1 });
  });

  it('says how to go on when it is interrupted', TIMEOUT, async () => {
    const args = [
      '--import',
      'tsx',
      'training/commands/train.ts',
      '--preset',
      'smoke',
      ...dataFlags(),
      '--run',
      place('stopped'),
    ];
    const child = spawn(process.execPath, args, { cwd: ROOT });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('training smoke')) child.kill('SIGINT');
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(130);
    expect(stderr).toMatch(/npm run train:resume/);
  });

  it('does not overwrite a run', TIMEOUT, async () => {
    const before = await readFile(place('run/config.json'));
    const { code, stderr } = await callCommand('train', '--preset', 'smoke', ...dataFlags(), '--run', place('run'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/npm run train:resume/);
    expect((await readFile(place('run/config.json'))).equals(before)).toBe(true);
  });

  it.each([
    ['train', ['--data', 'nowhere.csv'], /nowhere\.csv/],
    ['resume', ['--run', 'no-such-run'], /no-such-run/],
    ['export', ['--run', 'no-such-run'], /no-such-run/],
    ['evaluate', ['--model', 'no-such-model'], /no-such-model/],
    ['evaluate', ['--split', 'Test'], /PublicTest/],
    ['train', ['--epochs', 'many'], /whole number/],
    ['train', ['--engine', 'abacus'], /onnxruntime/],
    ['resume', ['--seed', '3'], /--seed/],
  ] as const)('%s %j ends with one sentence on stderr', TIMEOUT, async (command, args, sentence) => {
    const { code, stderr } = await callCommand(command, ...args);
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
