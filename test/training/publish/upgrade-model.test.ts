import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { computeProbabilities } from '../../../src/core/decision-rule.ts';
import { LARGEST_DEVIATION, measureDeviation } from '../../../src/core/measure-deviation.ts';
import { MANIFEST as MANIFEST_FILE, MODEL_FILES, readModelFiles } from '../../../training/models/model-files.ts';
import { ZOO } from '../../../training/models/zoo.ts';
import { upgradeModel } from '../../../training/publish/upgrade-model.ts';
import { MANIFEST } from '../../core/made-up-manifest.ts';
import { makeTemporaryFolder } from '../data/temporary-folder.ts';
import { writeModel } from '../write-model.ts';

const PRIOR = [0.12, 0.01, 0.03, 0.3, 0.13, 0.14, 0.27];

it('gives a model of version 4 a manifest that this program reads, with the same probabilities', async () => {
  const folder = await makeTemporaryFolder();
  await writeModel(folder, ZOO.perceptron, 3);
  const path = join(folder, MANIFEST_FILE);
  const text = await readFile(path, 'utf8');
  const { manifest: present } = await readModelFiles(folder);
  await upgradeModel(folder);
  expect(await readFile(path, 'utf8'), 'one of version 5 stays').toBe(text);

  const { truth, ...calibration } = present.calibration;
  const { humanBaseline, ...metrics } = present.metrics;
  const earlier = {
    ...present,
    version: 4,
    golden: undefined,
    decisions: {
      everyday: { prior: PRIOR, priorStrength: 0.5, temperature: 1.5 },
      acting: { prior: PRIOR, priorStrength: 1, temperature: 1.2 },
    },
    calibration: { ...calibration, ruler: truth, offsets: undefined, accuracyBudget: 0.01 },
    metrics: { ...metrics, rater: humanBaseline, robustness: { undisturbed: {}, disturbed: [] } },
  };
  await writeFile(path, JSON.stringify(earlier));
  await expect(readModelFiles(folder)).rejects.toThrow(/version/);
  const readOthers = () =>
    Promise.all(MODEL_FILES.filter((name) => name !== MANIFEST_FILE).map((name) => readFile(join(folder, name))));
  const others = await readOthers();
  await upgradeModel(folder);
  expect(await readOthers()).toEqual(others);
  const { manifest } = await readModelFiles(folder);
  expect(manifest.golden.crops).toBe(present.golden.crops);
  // The made-up model's are those of its weights before they were rounded.
  expect(measureDeviation(manifest.golden.logits.flat(), present.golden.logits.flat())).toBeLessThan(LARGEST_DEVIATION);
  expect(manifest.calibration).toEqual({ ...MANIFEST.calibration, offsets: null });
  expect(manifest.metrics).toEqual({ ...present.metrics, robustness: null });
  expect(manifest).toMatchObject({ weightsSha256: present.weightsSha256, training: present.training });

  const logits = [0.3, -1, 0.2, 1.1, 0.9, -0.5, 1];
  const exponentials = logits.map((z, k) => Math.exp(z / 1.5) / Math.sqrt(PRIOR[k] as number));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  computeProbabilities(logits, manifest.decisions.everyday).forEach((probability, k) =>
    expect(probability).toBeCloseTo((exponentials[k] as number) / sum, 12),
  );
});
