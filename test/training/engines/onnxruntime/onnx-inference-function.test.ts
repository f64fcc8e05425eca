import { beforeAll, describe, expect, it } from 'vitest';
import { createSyntheticFaces } from '../../synthetic-faces.ts';
import { createOnnxInferenceFunction } from '../../../../training/engines/onnxruntime/onnx-inference-function.ts';
import { prepareWasmBackend } from '../../../../training/engines/tfjs/wasm-backend.ts';
import { foldBatchNorm } from '../../../../training/models/fold-batch-norm.ts';
import { NORMALISATION } from '../../../../training/models/input-convention.ts';
import { buildLayersModel } from '../../../../training/models/layers-model.ts';
import { predictLogits, splitHeads } from '../../../../training/scoring/predict-logits.ts';
import { addLabelHead, ZOO } from '../../../../training/models/zoo.ts';
import { normalise } from '../../../../src/core/preprocess.ts';
import { createBatch, createPerturbedWeights } from '../create-batch.ts';
import { measureDifference } from '../compare-values.ts';
import { LAYER_NETWORKS, SMALL_RESIDUAL_NETWORK } from '../layer-networks.ts';
import { runReference } from '../reference-network.ts';

describe('a network that learns no more', () => {
  beforeAll(prepareWasmBackend);

  it.each([SMALL_RESIDUAL_NETWORK, ZOO.accurate].map(addLabelHead))(
    'gives both heads’ logits as tfjs does: $name',
    async (network) => {
      const { pixels } = createSyntheticFaces(2, 5);
      const rows = 14;
      const images = new Float32Array(pixels.length);
      normalise(pixels, NORMALISATION, images);
      const folded = foldBatchNorm({ network, weights: createPerturbedWeights(network) });
      const expected = predictLogits(buildLayersModel(folded.network, folded.weights), pixels, NORMALISATION);
      const inference = await createOnnxInferenceFunction(folded, rows, 2);
      const logits = await inference.predict(images);
      const actual = splitHeads(logits, 14);
      expect(measureDifference(actual.votes, expected.votes)).toBeLessThan(1e-4);
      expect(measureDifference(actual.labels as Float32Array, expected.labels as Float32Array)).toBeLessThan(1e-4);
      expect(await inference.predict(images)).toEqual(logits);
      await inference.dispose();
    },
  );

  it.each(LAYER_NETWORKS)('has every kind of layer: $name', async (network) => {
    const weights = createPerturbedWeights(network);
    const batch = createBatch(network, 3);
    const inference = await createOnnxInferenceFunction({ network, weights }, 3, 1);
    const expected = runReference(network, batch, Float64Array.from(weights), false).logits;
    expect(measureDifference(await inference.predict(batch.images), expected)).toBeLessThan(1e-4);
    await inference.dispose();
  });
});
