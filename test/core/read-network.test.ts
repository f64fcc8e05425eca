import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countCost } from '../../src/core/count-cost.ts';
import { parseManifest } from '../../src/core/model-manifest.ts';
import { MODEL_NAMES, pathOfModel } from '../../src/core/model-names.ts';
import { placeLayers } from '../../src/core/network-description.ts';
import { readNetwork } from '../../src/core/read-network.ts';
import { SMALL_MODEL_JSON } from './small-model-json.ts';

const readShipped = (name: (typeof MODEL_NAMES)[number], file: string): unknown =>
  JSON.parse(readFileSync(`public/${pathOfModel(name)}${file}`, 'utf8'));

describe('readNetwork', () => {
  it.each(MODEL_NAMES)('reads the shipped network %s as its manifest counts it', (name) => {
    const manifest = parseManifest(readShipped(name, 'manifest.json'));
    const network = readNetwork(readShipped(name, 'model.json'));
    const { parameters, macs } = countCost(network);
    expect({ name: network.name, parameters, macs }).toEqual({
      name,
      parameters: manifest.parameters,
      macs: manifest.macs,
    });
    const [height, width, channels] = network.input;
    expect({ height, width, channels }).toEqual(manifest.input);
  });

  it('knows every kind of layer, its shapes and what it takes from', () => {
    const placed = placeLayers(readNetwork(SMALL_MODEL_JSON));
    expect(placed.map(({ layer, from, outputShape }) => [layer.type, layer.name, from, outputShape.join('x')])).toEqual(
      [
        ['conv', 'a', 'input', '5x5x4'],
        ['activation', 'a_relu', 'a', '5x5x4'],
        ['depthwise-conv', 'b', 'a_relu', '5x5x4'],
        ['batch-norm', 'c', 'b', '5x5x4'],
        ['add', 'd', 'c', '5x5x4'],
        ['activation', 'e', 'd', '5x5x4'],
        ['max-pool', 'f', 'e', '2x2x4'],
        ['dropout', 'g', 'f', '2x2x4'],
        ['flatten', 'h', 'g', '16'],
        ['dense', 'i', 'h', '3'],
      ],
    );
    expect(placed[4]?.layer).toMatchObject({ with: 'a_relu' });
  });

  const alter = (change: (json: typeof SMALL_MODEL_JSON) => void) => {
    const json = structuredClone(SMALL_MODEL_JSON);
    change(json);
    return () => readNetwork(json);
  };
  const layerOf = (json: typeof SMALL_MODEL_JSON, name: string) => {
    const found = json.modelTopology.config.layers.find((layer) => layer.name === name);
    if (!found) throw new Error(`no layer ${name}`);
    return found;
  };

  it.each([
    ['a layer that it does not know', alter((json) => (layerOf(json, 'e').class_name = 'Swish')), /class_name/],
    ['filters that are not square', alter((json) => (layerOf(json, 'a').config.kernel_size = [3, 1])), /both axes/],
    ['pooling that overlaps', alter((json) => (layerOf(json, 'f').config.strides = [1, 1])), /overlap/],
    ['a sum of one', alter((json) => layerOf(json, 'd').inbound_nodes[0]?.pop()), /layer d adds nothing/],
    ['no input', alter((json) => json.modelTopology.config.layers.shift()), /without an input/],
    ['something else', () => readNetwork({ format: 'graph-model' }), /modelTopology/],
  ])('refuses %s and says so', (_what, read, message) => {
    expect(read).toThrow(RangeError);
    expect(read).toThrow(message);
  });
});
