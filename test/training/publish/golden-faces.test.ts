import { beforeAll, expect, test } from 'vitest';
import { EXPRESSION_COUNT } from '../../../src/core/expressions.ts';
import { measureDeviation } from '../../../src/core/measure-deviation.ts';
import { INPUT_PIXELS } from '../../../src/core/preprocess.ts';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';
import { NORMALISATION } from '../../../training/models/input-convention.ts';
import { folderOfModel, readModelFiles } from '../../../training/models/model-files.ts';
import { predictLogits } from '../../../training/scoring/predict-logits.ts';
import { makeGoldenFaces } from '../../../training/publish/golden-faces.ts';

beforeAll(prepareWasmBackend);

test('golden faces come with the logits of both heads, and a network tells them apart', async () => {
  const { model } = await readModelFiles(folderOfModel('fast'));
  const { crops, logits } = makeGoldenFaces(model, NORMALISATION);
  const pixels = Uint8Array.from(Buffer.from(crops, 'base64'));
  expect(pixels).toHaveLength(logits.length * INPUT_PIXELS);
  logits.forEach((row, face) => {
    const alone = pixels.subarray(face * INPUT_PIXELS, (face + 1) * INPUT_PIXELS);
    const { votes, labels } = predictLogits(model, alone, NORMALISATION);
    expect(row).toHaveLength(2 * EXPRESSION_COUNT);
    expect(measureDeviation(row, [...votes, ...(labels ?? [])])).toBeLessThan(1e-5);
  });
  const [first, second] = logits as readonly [readonly number[], readonly number[]];
  expect(measureDeviation(first, second)).toBeGreaterThan(0.5);
});
