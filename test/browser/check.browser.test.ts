import type { Page } from '@playwright/test';
import { hashPreprocessing } from '../../src/check/golden-preprocessing.ts';
// What it adds to `window` is declared there.
import type {} from '../../src/check/device-check.ts';
import { computeProbabilities } from '../../src/core/decision-rule.ts';
import { EXPRESSION_COUNT, leadingIndex } from '../../src/core/expressions.ts';
import { createSyntheticFaces } from '../training/synthetic-faces.ts';
import { prepareWasmBackend } from '../../training/engines/tfjs/wasm-backend.ts';
import { folderOfModel, readModelFiles } from '../../training/models/model-files.ts';
import { predictLogits } from '../../training/scoring/predict-logits.ts';
import { makeFaceCrops } from './face-pictures.ts';
import { expect, test } from './mien-test.ts';

async function openCheck(page: Page): Promise<void> {
  await page.goto('./check.html');
  await expect(page.locator('main')).toHaveAttribute('data-state', 'done');
}

test('the preprocessing gives the same bytes in Node and in the browser', async ({ page }) => {
  await page.goto('./check.html');
  await expect(page.getByTestId('preprocessing')).toHaveAttribute('data-hash', hashPreprocessing());
});

test('the device check says what runs here', async ({ page }) => {
  await openCheck(page);
  await expect(page.locator('main')).toHaveAttribute('data-backend', 'wasm');
  await expect(page.getByTestId('message')).toHaveCount(0);
  await expect(page.getByTestId('golden')).toContainText(
    /^As expected: off by at most 0\.000\d*%.*, and 1% is allowed$/,
  );
  await expect(page.locator('main')).toContainText('Mien’s own kernels, with relaxed SIMD');
});

test('the same faces are read the same in Node, where models are scored, and in the browser', async ({ page }) => {
  const drawn = createSyntheticFaces(30, 1).pixels;
  const photographed = await makeFaceCrops();
  const crops = new Uint8Array(drawn.length + photographed.length);
  crops.set(drawn);
  crops.set(photographed, drawn.length);

  await prepareWasmBackend();
  const { model, manifest } = await readModelFiles(folderOfModel('fast'));
  const { votes: logits } = predictLogits(model, crops, manifest.normalisation);

  await openCheck(page);
  const inBrowser = await page.evaluate(async (base64) => {
    const engine = await window.mienCheck?.engine;
    if (!engine) throw new Error('the engine did not start');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return [...(await engine.classifyCrops(bytes))];
  }, Buffer.from(crops).toString('base64'));

  expect(inBrowser).toHaveLength(logits.length);
  for (let begin = 0; begin < logits.length; begin += EXPRESSION_COUNT) {
    const expected = computeProbabilities(
      logits.subarray(begin, begin + EXPRESSION_COUNT),
      manifest.decisions.everyday,
    );
    const actual = inBrowser.slice(begin, begin + EXPRESSION_COUNT);
    expect(Math.max(...actual.map((value, k) => Math.abs(value - (expected[k] ?? NaN))))).toBeLessThan(1e-4);
    expect(leadingIndex(actual)).toBe(leadingIndex(expected));
  }
});
