import type { Page } from '@playwright/test';
// What it adds to `window` is declared there.
import type {} from '../../src/check/device-check.ts';
import { computeProbabilities } from '../../src/core/decision-rule.ts';
import { EXPRESSION_COUNT, rowOf } from '../../src/core/expressions.ts';
import { MODEL_NAMES, type ModelName } from '../../src/core/model-names.ts';
import { INPUT_PIXELS } from '../../src/core/preprocess.ts';
import { createSyntheticFaces } from '../../training/data/synthetic-faces.ts';
import { prepareWasmBackend } from '../../training/engines/tfjs/wasm-backend.ts';
import { folderOfModel, readModelFiles } from '../../training/models/model-files.ts';
import { predictLogits } from '../../training/models/predict-logits.ts';
import { CAMERA } from './face-pictures.ts';
import { expect, expectFaces, openApp, readFaces, test } from './mien-test.ts';
import type { ShownFrame } from './page-probe.ts';

/** Three frames of the webcam, whose picture stands still here, read on one backend. */
async function readFrames(page: Page, backend: string): Promise<ShownFrame[]> {
  await openApp(page, `?model=fast&backend=${backend}`);
  await page.getByTestId('use-webcam').click();
  await readFaces(page, CAMERA.faces.length);
  await expect(page.getByTestId('stats')).toHaveAttribute('data-backend', backend);
  return page.evaluate(() => window.mienProbe.watchFrames(3));
}

// The graphics card is software here, which shows whether WebGPU is right, not how fast it is: compiling the shaders
// takes up to 40 seconds, a frame several.
test('WebGPU reads the webcam as WebAssembly does', async ({ page }) => {
  const onWasm = await readFrames(page, 'wasm');
  const onWebGpu = await readFrames(page, 'webgpu');
  expect(new Set(onWebGpu.map((frame) => frame.numTensors)).size, 'tensors neither leak nor vanish').toBe(1);
  onWebGpu.forEach(({ faces }, index) => {
    expectFaces(faces, CAMERA);
    const expected = onWasm[index]?.faces ?? [];
    faces.forEach(({ probabilities }, face) => {
      const differences = probabilities.map((value, k) => Math.abs(value - (expected[face]?.probabilities[k] ?? NaN)));
      expect(Math.max(...differences), `face ${face} of frame ${index}`).toBeLessThan(1e-3);
    });
  });
});

/** n x 7 probabilities of a network that tfjs runs layer by layer, on WebAssembly. */
async function readOnWasm(name: ModelName, crops: Uint8Array): Promise<Float32Array> {
  await prepareWasmBackend();
  const { model, manifest } = await readModelFiles(folderOfModel(name));
  const { votes } = predictLogits(model, crops, manifest.normalisation);
  for (let row = 0; row * EXPRESSION_COUNT < votes.length; row++) {
    rowOf(votes, row).set(computeProbabilities(rowOf(votes, row), manifest.decisions.everyday));
  }
  return votes;
}

test('the kernels for WebGPU read faces as tfjs does, one and several at a time', async ({ page }) => {
  const crops = createSyntheticFaces(15, 1).pixels;
  await page.goto('./check.html?backend=webgpu');
  await expect(page.locator('main')).toHaveAttribute('data-state', 'done');
  await expect(page.locator('main')).toHaveAttribute('data-backend', 'webgpu');
  for (const name of MODEL_NAMES) {
    const expected = await readOnWasm(name, crops);
    const found = await page.evaluate(
      async ({ name, base64, size }) => {
        const engine = await window.mienCheck?.engine;
        if (!engine) throw new Error('the engine did not start');
        await engine.useModel(name, false);
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const answers = [];
        for (const faces of [1, 3, 15]) answers.push([...(await engine.classifyCrops(bytes.slice(0, faces * size)))]);
        return answers;
      },
      { name, base64: Buffer.from(crops).toString('base64'), size: INPUT_PIXELS },
    );
    for (const probabilities of found) {
      const differences = probabilities.map((value, i) => Math.abs(value - (expected[i] as number)));
      expect(Math.max(...differences), `${name}, ${probabilities.length / EXPRESSION_COUNT} faces`).toBeLessThan(1e-4);
    }
  }
});
