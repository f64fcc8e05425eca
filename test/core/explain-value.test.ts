import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { explainValue, type Position } from '../../src/core/explain-value.ts';
import { HISTORIC_NAMES, MODEL_NAMES, pathOfModel, type ShippedName } from '../../src/core/model-names.ts';
import { INPUT, placeLayers, type NetworkDescription, type PlacedLayer } from '../../src/core/network-description.ts';
import { INPUT_PIXELS } from '../../src/core/preprocess.ts';
import { countValues, describeWeights, viewSlot } from '../../src/core/weight-layout.ts';
import { createLaboratory } from '../../src/lab/create-laboratory.ts';
import type { OpenNetwork } from '../../src/lab/laboratory.ts';
import { applyLayers } from '../../src/tensors/apply-network.ts';
import { createWeightTensors } from '../../src/tensors/differentiate.ts';
import { tidyAll } from '../../src/tensors/tidy-all.ts';
import { prepareWasmBackend } from '../../training/engines/tfjs/wasm-backend.ts';
import { LAYER_NETWORKS } from '../training/engines/layer-networks.ts';
import { createSeededRandom } from './seeded-random.ts';

type Outputs = ReadonlyMap<string, Float32Array>;

const POSITIONS = 24;

/** Random places of a layer's output, and its corners, where padding is. */
function choosePositions({ outputShape }: PlacedLayer, random: () => number): Position[] {
  const [height, width, channels] = outputShape.length === 3 ? outputShape : [1, 1, ...outputShape];
  const choose = (length: number | undefined) => Math.floor(random() * (length ?? 1));
  const [right, bottom] = [(width ?? 1) - 1, (height ?? 1) - 1];
  return [
    { x: 0, y: 0, channel: choose(channels) },
    { x: right, y: bottom, channel: choose(channels) },
    ...Array.from({ length: POSITIONS }, () => ({ x: choose(width), y: choose(height), channel: choose(channels) })),
  ];
}

/** How far the explained values are from what tfjs computed, as a share of the layer's largest; by the layers' names. */
function measureErrors(network: NetworkDescription, weights: Float32Array, outputs: Outputs): Map<string, number> {
  const slots = describeWeights(network);
  const random = createSeededRandom(7);
  return new Map(
    placeLayers(network).map((placed) => {
      const { layer, from, outputShape } = placed;
      const output = outputs.get(layer.name) as Float32Array;
      const largest = output.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const added = layer.type === 'add' ? outputs.get(layer.with) : undefined;
      const errors = choosePositions(placed, random).map((position) => {
        const input = outputs.get(from) as Float32Array;
        const explained = explainValue(placed, input, slots, weights, position, added);
        const [, width = 1, channels = 1] = outputShape.length === 3 ? outputShape : [1, 1, ...outputShape];
        const computed = output[(position.y * width + position.x) * channels + position.channel] as number;
        if (layer.type === 'activation') return explained === null ? 0 : NaN;
        return Math.abs((explained?.result ?? NaN) - computed) / (largest || 1);
      });
      expect(largest, `${layer.name} answers`).toBeGreaterThan(0);
      return [layer.name, Math.max(...errors)];
    }),
  );
}

async function openShipped(laboratory: ReturnType<typeof createLaboratory>, name: ShippedName): Promise<OpenNetwork> {
  const files = await Promise.all(
    ['manifest.json', 'model.json', 'weights.bin'].map(
      async (file) => new File([await readFile(`public/${pathOfModel(name)}${file}`)], file),
    ),
  );
  const opened = await laboratory.open({ files });
  if ('code' in opened) throw new Error(`${name}: ${opened.code}, ${opened.detail}`);
  return opened;
}

describe('explainValue', () => {
  beforeAll(prepareWasmBackend);

  it.each([...HISTORIC_NAMES, ...MODEL_NAMES])(
    'adds up to what the laboratory reads, in every layer of %s',
    async (name) => {
      const laboratory = createLaboratory('');
      const { id, network, weights, manifest } = await openShipped(laboratory, name);
      const crops = Uint8Array.from(atob(manifest.golden.crops), (character) => character.charCodeAt(0));
      const { outputs } = laboratory.read(id, crops.slice(0, INPUT_PIXELS));
      const errors = measureErrors(network, weights, outputs);
      expect([...errors.keys()]).toEqual(network.layers.map((layer) => layer.name));
      expect([...errors].filter(([, error]) => !(error <= 1e-4))).toEqual([]);
      laboratory.close(id);
    },
  );

  it.each(LAYER_NETWORKS.map((network) => [network.name, network] as const))(
    'adds up in every layer of a network of: %s',
    (_, network) => {
      const random = createSeededRandom(3);
      const slots = describeWeights(network);
      const weights = Float32Array.from({ length: countValues(slots) }, () => 2 * random() - 1);
      // A variance is above 0.
      for (const slot of slots)
        if (slot.role === 'variance') viewSlot(weights, slot).forEach((value, i, values) => (values[i] = value + 1.2));
      const size = network.input.reduce((product, length) => product * length);
      const picture = Float32Array.from({ length: size }, () => 2 * random() - 1);
      const outputs = tidyAll(() => {
        const tensors = new Map<string, tf.Tensor>([[INPUT, tf.tensor4d(picture, [1, ...network.input])]]);
        applyLayers(placeLayers(network), createWeightTensors(network, weights).find, tensors, null);
        return new Map(Array.from(tensors, ([name, tensor]) => [name, new Float32Array(tensor.dataSync())]));
      });
      const errors = measureErrors(network, weights, outputs);
      expect([...errors].filter(([, error]) => !(error <= 1e-4))).toEqual([]);
    },
  );

  it('names the largest value of a pool, and lets zeros around a map be zeros', () => {
    const pool = placeLayers({ name: 'pool', input: [4, 4, 2], layers: [{ type: 'max-pool', name: 'pool', size: 2 }] });
    const values = Float32Array.from({ length: 32 }, (_, i) => i);
    const explained = explainValue(pool[0] as PlacedLayer, values, [], new Float32Array(), { x: 1, y: 0, channel: 1 });
    expect(explained?.terms.map(({ x, y, value }) => [x, y, value])).toEqual([
      [2, 0, 5],
      [3, 0, 7],
      [2, 1, 13],
      [3, 1, 15],
    ]);
    expect(explained).toMatchObject({ combine: 'maximum', bias: null, result: 15 });
  });

  it('refuses a sum of which a part is missing', () => {
    const layers = [
      { type: 'activation', name: 'a', activation: 'relu' },
      { type: 'add', name: 'sum', with: 'input' },
    ] as const;
    const [, sum] = placeLayers({ name: 'sum', input: [1, 1, 1], layers });
    const explain = () =>
      explainValue(sum as PlacedLayer, new Float32Array(1), [], new Float32Array(), { x: 0, y: 0, channel: 0 });
    expect(explain).toThrow('what layer sum adds is missing');
  });
});
