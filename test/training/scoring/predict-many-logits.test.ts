import { beforeAll, expect, it } from 'vitest';
import { INPUT_PIXELS } from '../../../src/core/preprocess.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';
import { foldBatchNorm } from '../../../training/models/fold-batch-norm.ts';
import { NORMALISATION } from '../../../training/models/input-convention.ts';
import { buildLayersModel } from '../../../training/models/layers-model.ts';
import { predictLogits, predictManyLogits } from '../../../training/scoring/predict-logits.ts';
import { addLabelHead } from '../../../training/models/zoo.ts';
import { measureDifference } from '../engines/compare-values.ts';
import { createPerturbedWeights } from '../engines/create-batch.ts';
import { SMALL_RESIDUAL_NETWORK } from '../engines/layer-networks.ts';

beforeAll(prepareWasmBackend);

const network = addLabelHead(SMALL_RESIDUAL_NETWORK);
const folded = foldBatchNorm({ network, weights: createPerturbedWeights(network) });

it.each([3, 64, 70])('gives %i faces the logits that tfjs gives them', async (count) => {
  const pixels = createSyntheticFaces(10, 5).pixels.subarray(0, count * INPUT_PIXELS);
  const expected = predictLogits(buildLayersModel(folded.network, folded.weights), pixels, NORMALISATION);
  const found = await predictManyLogits(folded, pixels, NORMALISATION);
  expect(found.votes).toHaveLength(count * 7);
  expect(measureDifference(found.votes, expected.votes)).toBeLessThan(1e-4);
  expect(measureDifference(found.labels as Float32Array, expected.labels as Float32Array)).toBeLessThan(1e-4);
});
