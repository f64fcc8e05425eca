import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';
import { placeLayers, type NetworkDescription } from '../../src/core/network-description.ts';
import { describeWeights, viewSlot, type WeightRole } from '../../src/core/weight-layout.ts';
import type { ActivationMap } from '../../src/lab/laboratory.ts';
import { applyLayers } from '../../src/tensors/apply-network.ts';
import { createWeightTensors } from '../../src/tensors/differentiate.ts';
import { tidyAll } from '../../src/tensors/tidy-all.ts';
import { listGoldenFaces, openOrThrow, startTestLaboratory } from './shipped-files.ts';

const laboratory = await startTestLaboratory();

const classes = Array.from({ length: EXPRESSION_COUNT }, (_, k) => k);

function takeSlot(network: NetworkDescription, weights: Float32Array, layer: string, role: WeightRole) {
  const slot = describeWeights(network).find((candidate) => candidate.layer === layer && candidate.role === role);
  if (!slot) throw new Error(`layer ${layer} has no ${role}`);
  return { values: viewSlot(weights, slot), outputs: slot.shape.at(-1) as number };
}

describe.each(['fast', 'accurate'] as const)('where %s sees a class', (name) => {
  it('is the matrix of its last layer times its last map, and sums to the logit but for the bias', async () => {
    const { id, network, weights, manifest } = await openOrThrow(laboratory, { name });
    const dense = network.layers.at(-1)?.name as string;
    const { values: matrix, outputs } = takeSlot(network, weights, dense, 'kernel');
    const { values: bias } = takeSlot(network, weights, dense, 'bias');
    for (const face of listGoldenFaces(manifest)) {
      for (const k of classes) {
        const map = laboratory.locate(id, face, k) as ActivationMap;
        expect(map.isExact).toBe(true);
        const { outputs: maps, logits } = laboratory.read(id, face, [map.layer]);
        const activation = maps.get(map.layer) as Float32Array;
        const pixels = map.height * map.width;
        const channels = activation.length / pixels;
        expect(map.values).toHaveLength(pixels);
        expect(channels * outputs).toBe(matrix.length);
        map.values.forEach((value, pixel) => {
          let byHand = 0;
          for (let c = 0; c < channels; c++) {
            byHand += ((matrix[c * outputs + k] as number) * (activation[pixel * channels + c] as number)) / pixels;
          }
          expect(Math.abs(value - byHand), `class ${k}, pixel ${pixel}`).toBeLessThan(1e-5);
        });
        const sum = map.values.reduce((total, value) => total + value, 0);
        expect(Math.abs(sum + (bias[k] as number) - (logits[k] as number)), `class ${k}`).toBeLessThan(1e-4);
      }
    }
  });
});

describe('where LeNet-5 sees a class', () => {
  it('is what finite differences of the logit along its last map say', async () => {
    const STEP = 1e-2;
    const { id, network, weights, manifest } = await openOrThrow(laboratory, { name: 'lenet5' });
    const placed = placeLayers(network);
    const tensors = createWeightTensors(network, weights);
    for (const face of listGoldenFaces(manifest)) {
      const found = classes.map((k) => laboratory.locate(id, face, k) as ActivationMap);
      const [{ layer, height, width }] = found as [ActivationMap];
      expect(layer).toBe('s4');
      const map = laboratory.read(id, face, [layer]).outputs.get(layer) as Float32Array;
      const channels = map.length / (height * width);
      const after = placed.slice(placed.findIndex((candidate) => candidate.layer.name === layer) + 1);
      /** The logits with each value of the map, in turn, so much higher. */
      const move = (step: number): Float32Array =>
        tidyAll(() => {
          const size = map.length;
          const rows = new Float32Array(size * size);
          for (let i = 0; i < size; i++) {
            rows.set(map, i * size);
            rows[i * size + i] = (map[i] as number) + step;
          }
          const moved = tf.tensor4d(rows, [size, height, width, channels]);
          return applyLayers(after, tensors.find, new Map([[layer, moved]]), null).dataSync() as Float32Array;
        });
      const [higher, lower] = [move(STEP), move(-STEP)];
      for (const [k, { values, isExact }] of found.entries()) {
        expect(isExact).toBe(false);
        const largest = Math.max(...values.map(Math.abs));
        expect(largest).toBeGreaterThan(0.01);
        values.forEach((value, pixel) => {
          let differences = 0;
          for (let c = 0; c < channels; c++) {
            const i = pixel * channels + c;
            const at = i * EXPRESSION_COUNT + k;
            differences += (((higher[at] as number) - (lower[at] as number)) / (2 * STEP)) * (map[i] as number);
          }
          expect(Math.abs(value - differences) / largest, `class ${k}, pixel ${pixel}`).toBeLessThan(5e-3);
        });
      }
    }
    tf.dispose([...tensors.tensors]);
  });
});

it.each(['perceptron', 'mlp'] as const)('%s has no map on which a class could be seen', async (name) => {
  const { id, manifest } = await openOrThrow(laboratory, { name });
  const [face] = listGoldenFaces(manifest) as [Uint8Array<ArrayBuffer>];
  expect(laboratory.locate(id, face, 0)).toBeNull();
});
