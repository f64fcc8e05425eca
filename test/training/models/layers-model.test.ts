import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';
import { NORMALISATION } from '../../../training/models/input-convention.ts';
import { buildLayersModel, loadWeights } from '../../../training/models/layers-model.ts';
import type { NetworkDescription } from '../../../src/core/network-description.ts';
import { predictLogits } from '../../../training/scoring/predict-logits.ts';
import { countValues, describeWeights } from '../../../src/core/weight-layout.ts';
import { ZOO } from '../../../training/models/zoo.ts';
import { measureDifference } from '../engines/compare-values.ts';
import { createBatch, createPerturbedWeights } from '../engines/create-batch.ts';
import { LAYER_NETWORKS } from '../engines/layer-networks.ts';
import { runReference } from '../engines/reference-network.ts';

const ROWS = 3;

function predict(network: NetworkDescription, weights: Float32Array, images: Float32Array): Float32Array {
  const model = buildLayersModel(network, weights);
  const logits = tf.tidy(
    () => (model.predict(tf.tensor4d(images, [ROWS, ...network.input])) as tf.Tensor).dataSync() as Float32Array,
  );
  model.dispose();
  return logits;
}

describe('buildLayersModel', () => {
  beforeAll(prepareWasmBackend);

  it.each([...LAYER_NETWORKS, ZOO.lenet5].map((network) => [network.name, network] as const))(
    'gives the logits of the reference: %s',
    (_, network) => {
      const weights = createPerturbedWeights(network);
      const batch = createBatch(network, ROWS);
      const expected = runReference(network, batch, Float64Array.from(weights), false).logits;
      expect(measureDifference(predict(network, weights, batch.images), expected)).toBeLessThan(1e-4);
    },
  );

  it('makes an activation part of the layer before it only where nothing else takes that layer', () => {
    const conv = { type: 'conv', filters: 2, kernelSize: 3, padding: 'same', bias: true } as const;
    const network: NetworkDescription = {
      name: 'example',
      input: [4, 4, 2],
      layers: [
        { ...conv, name: 'fused' },
        { type: 'activation', name: 'fused_relu', activation: 'relu' },
        { ...conv, name: 'shared' },
        { type: 'activation', name: 'shared_relu', activation: 'relu' },
        { type: 'add', name: 'sum', with: 'shared' },
        { type: 'flatten', name: 'all' },
        { type: 'dense', name: 'logits', units: 3 },
      ],
    };
    const weights = createPerturbedWeights(network);
    const names = buildLayersModel(network, weights).layers.map(({ name }) => name);
    expect(names).not.toContain('fused_relu');
    expect(names).toContain('shared_relu');
    const batch = createBatch(network, ROWS);
    const expected = runReference(network, batch, Float64Array.from(weights), false).logits;
    expect(measureDifference(predict(network, weights, batch.images), expected)).toBeLessThan(1e-4);
  });

  it('counts the same weights as the flat vector', () => {
    const weights = createPerturbedWeights(ZOO.fast);
    expect(buildLayersModel(ZOO.fast, weights).countParams()).toBe(countValues(describeWeights(ZOO.fast)));
  });

  it('takes other weights, and keeps no tensors', () => {
    const network = ZOO.perceptron;
    const [first, second] = [createPerturbedWeights(network, 1), createPerturbedWeights(network, 2)];
    const pixels = Uint8Array.from({ length: 70 * 48 * 48 }, (_, i) => (i * 37) % 256);
    const model = buildLayersModel(network, first);
    const { numTensors } = tf.memory();
    loadWeights(model, network, second);
    const actual = predictLogits(model, pixels, NORMALISATION);
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(actual).toEqual(predictLogits(buildLayersModel(network, second), pixels, NORMALISATION));
    expect(actual).not.toEqual(predictLogits(buildLayersModel(network, first), pixels, NORMALISATION));
  });
});
