// What it adds to `window` is declared there.
import type {} from '../../src/check/device-check.ts';
import { computeProbabilities } from '../../src/core/decision-rule.ts';
import { EXPRESSION_COUNT, rowOf } from '../../src/core/expressions.ts';
import { MODEL_NAMES, type ModelName } from '../../src/core/model-names.ts';
import { INPUT_PIXELS } from '../../src/core/preprocess.ts';
import { createSyntheticFaces } from '../training/synthetic-faces.ts';
import { prepareWasmBackend } from '../../training/engines/tfjs/wasm-backend.ts';
import { folderOfModel, readModelFiles } from '../../training/models/model-files.ts';
import { predictLogits } from '../../training/scoring/predict-logits.ts';
import { expect, test } from './mien-test.ts';

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

for (const backend of ['wasm', 'webgpu']) {
  test(`the kernels for ${backend} read faces as tfjs does, one and several at a time`, async ({ page, session }) => {
    const crops = createSyntheticFaces(15, 1).pixels;
    await page.goto(`./check.html?backend=${backend}`);
    await expect(page.locator('main')).toHaveAttribute('data-state', 'done');
    await expect(page.locator('main')).toHaveAttribute('data-backend', backend);
    // This browser has relaxed SIMD: without that build tfjs would have been compared with itself.
    const builds = session.requests.filter(({ url }) => /\/(relaxed-)?simd-[^/]*\.js$/.test(url));
    expect(builds.map(({ url }) => url.includes('/relaxed-simd-'))).toEqual(backend === 'wasm' ? [true] : []);
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
        expect(Math.max(...differences), `${name}, ${probabilities.length / EXPRESSION_COUNT} faces`).toBeLessThan(
          1e-4,
        );
      }
    }
  });
}
