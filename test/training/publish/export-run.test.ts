import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExpectedError } from '../../../node/command/expected-error.ts';
import { selectSamples } from '../../../training/data/samples.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';
import { exportRun, PromotionRefusedError } from '../../../training/publish/promote-model.ts';
import { loadTrainedNetwork } from '../../../training/publish/load-trained-network.ts';
import { describeModelCard } from '../../../training/publish/model-card.ts';
import { MODEL_FILES, ModelFilesError, readModelFiles } from '../../../training/models/model-files.ts';
import { packRun } from '../../../training/publish/pack-run.ts';
import { readCalibration, writeCalibration } from '../../../training/run/calibration-file.ts';
import { RunFolderError } from '../../../training/run/run-folder.ts';
import { calibrateModel } from '../../../training/scoring/calibrate-model.ts';
import { evaluateModel } from '../../../training/scoring/evaluate-model.ts';
import { MADE_UP_DATA, makeRun } from '../make-run.ts';
import { DEFAULT_STRENGTHS } from '../../../training/scoring/fit-decision-rule.ts';

const FACES = createSyntheticFaces(15, 2);
const TIMEOUT = { timeout: 240_000 };
const ROWS = { all: FACES, clean: null, source: MADE_UP_DATA };

/** The bytes of each of a model's files. */
function readBytes(folder: string): Promise<readonly Buffer[]> {
  return Promise.all(MODEL_FILES.map((file) => readFile(join(folder, file))));
}

describe('exportRun', TIMEOUT, () => {
  let root = '';
  const place = (name: string) => join(root, name);

  beforeAll(async () => {
    await prepareWasmBackend();
    root = await mkdtemp(join(tmpdir(), 'mien-'));
    await makeRun(place('good'), createSyntheticFaces(30, 1));
    await makeRun(place('bad'), createSyntheticFaces(30, 1), MADE_UP_DATA, -1);
  }, TIMEOUT.timeout);

  afterAll(() => rm(root, { recursive: true }), TIMEOUT.timeout);

  it('writes a model that scores as its manifest says, and its card', async () => {
    const { manifest, verdict, whole } = await exportRun(place('good'), place('model'), ROWS);
    expect(verdict).toBeNull();
    expect(whole.metrics.fer2013Labels?.accuracy).toBeGreaterThan(1 / 7);
    const read = await readModelFiles(place('model'));
    expect(read.manifest).toEqual(JSON.parse(JSON.stringify(manifest)));
    const { metrics } = evaluateModel(read.model, read.manifest, FACES);
    expect(metrics.fer2013Labels).toEqual(read.manifest.metrics.fer2013Labels);
    expect(read.manifest.calibration).toMatchObject({
      truth: 'fer2013Labels',
      offsets: { strengths: DEFAULT_STRENGTHS },
      n: 52,
    });
    expect(read.manifest.data).toMatchObject({ hashes: { data: 'c7'.repeat(32), votes: null }, trainingRows: 210 });
    expect(await readFile(place('model/MODEL_CARD.md'), 'utf8')).toBe(describeModelCard(manifest));
  });

  it('scores the clean rows on their own', async () => {
    const clean = selectSamples(FACES, (row) => row % 3 === 0);
    const { manifest } = await packRun(place('good'), { ...ROWS, clean });
    expect(manifest.metrics.clean?.fer2013Labels?.n).toBe(35);
    expect(manifest.metrics.fer2013Labels?.n).toBe(105);
  });

  it('does not replace a better model, unless it is forced to', async () => {
    await exportRun(place('good'), place('shipped'), ROWS);
    const before = await readFile(place('shipped/manifest.json'));
    await expect(exportRun(place('bad'), place('shipped'), ROWS)).rejects.toThrow(PromotionRefusedError);
    await expect(exportRun(place('bad'), place('shipped'), ROWS)).rejects.toThrow(/--force/);
    expect((await readFile(place('shipped/manifest.json'))).equals(before)).toBe(true);
    const forced = await exportRun(place('bad'), place('shipped'), ROWS, { force: true });
    expect(forced.verdict?.objection).toMatch(/against/);
    const better = await exportRun(place('good'), place('shipped'), ROWS);
    expect(better.verdict?.objection).toBeNull();
  });

  it('replaces the same model', async () => {
    await exportRun(place('good'), place('old'), ROWS);
    expect((await exportRun(place('good'), place('old'), ROWS)).verdict?.comparisons.fer2013Labels?.paired.pValue).toBe(
      1,
    );
  });

  it.each([
    ['manifest.json', '{"version": 1}'],
    ['model.json', '{'],
    ['weights.bin', 'half of the wei'],
  ])('does not replace a model whose %s cannot be read, unless it is forced to', async (file, content) => {
    const folder = place(`unreadable/${file}`);
    await exportRun(place('good'), folder, ROWS);
    await writeFile(join(folder, file), content);
    const before = await readBytes(folder);
    await expect(exportRun(place('good'), folder, ROWS)).rejects.toThrow(PromotionRefusedError);
    await expect(exportRun(place('good'), folder, ROWS)).rejects.toThrow(
      new RegExp(`cannot be read.*${file}.*replace it all the same with --force$`),
    );
    expect(await readBytes(folder)).toEqual(before);
    expect((await exportRun(place('bad'), folder, ROWS, { force: true })).verdict).toBeNull();
    await readModelFiles(folder);
  });

  it('puts a model back that was being replaced when its writer was killed, and compares with it', async () => {
    await exportRun(place('good'), place('killed'), ROWS);
    for (const file of MODEL_FILES) await rename(place(`killed/${file}`), place(`killed/${file}.old`));
    await expect(exportRun(place('bad'), place('killed'), ROWS)).rejects.toThrow(/the new model is worse/);
    await readModelFiles(place('killed'));
  });

  it('takes the rule that calibrate left, as long as it is for these weights', async () => {
    await makeRun(place('calibrated'), createSyntheticFaces(30, 1));
    const { description, files, model } = await loadTrainedNetwork(place('calibrated'));
    const calibration = calibrateModel(model, description.prior, FACES, 0.3);
    await writeCalibration(place('calibrated'), files.weightsSha256, calibration);
    expect(await readCalibration(place('calibrated'), files.weightsSha256)).toEqual(calibration);
    const packStrength = async (strength?: number) =>
      (await packRun(place('calibrated'), ROWS, strength)).manifest.calibration.offsets?.strengths.everyday;
    expect(await packStrength()).toBe(0.3);
    expect(await packStrength(0.1)).toBe(0.1);
    await writeCalibration(place('calibrated'), 'weights of an earlier epoch', calibration);
    expect(await packStrength()).toBe(DEFAULT_STRENGTHS.everyday);
    await writeFile(place('calibrated/calibration.json'), '{');
    await expect(packRun(place('calibrated'), ROWS)).rejects.toThrow(RunFolderError);
    await expect(packRun(place('calibrated'), ROWS)).rejects.toThrow(/calibration\.json is damaged \(Invalid JSON/);
  });

  it('says what is missing', async () => {
    const few = { ...ROWS, all: selectSamples(FACES, (row) => row === 0) };
    await expect(packRun(place('good'), few)).rejects.toThrow(ExpectedError);
    await expect(packRun(place('nowhere'), ROWS)).rejects.toThrow(RunFolderError);
    await writeFile(place('bad/checkpoint.bin'), new Uint8Array(12));
    await expect(packRun(place('bad'), ROWS)).rejects.toThrow(/does not fit the network/);
  });

  it('refuses to read model files that do not belong together', async () => {
    await exportRun(place('good'), place('mixed'), ROWS);
    await writeFile(place('mixed/model.json'), '{}');
    await expect(readModelFiles(place('mixed'))).rejects.toThrow(/model\.json/);
    await writeFile(place('mixed/weights.bin'), new Uint8Array(2));
    await expect(readModelFiles(place('mixed'))).rejects.toThrow(/weights\.bin/);
    await expect(readModelFiles(place('no-model'))).rejects.toThrow(ModelFilesError);
  });
});
