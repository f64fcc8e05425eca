import { describe, expect, it } from 'vitest';
import { describeLayers } from '../../src/core/describe-layers.ts';
import { readNetwork } from '../../src/core/read-network.ts';
import { SMALL_MODEL_JSON } from './small-model-json.ts';

describe('describeLayers', () => {
  const layers = describeLayers(readNetwork(SMALL_MODEL_JSON));

  it('tells of each layer once, and of an activation beside what it follows', () => {
    expect(layers.map(({ layer, activation }) => [layer.name, activation])).toEqual([
      ['a', 'relu'],
      ['b', null],
      ['c', null],
      ['d', 'tanh'],
      ['f', null],
      ['g', null],
      ['h', null],
      ['i', null],
    ]);
  });

  it('says which earlier layer a sum adds', () => {
    expect(layers.map(({ adds }) => adds)).toEqual([null, null, null, 0, null, null, null, null]);
  });

  it('says from which layer each one takes, and which one gives its output', () => {
    for (const [position, { layer, from, output, activation }] of layers.entries()) {
      expect(output === layer.name, layer.name).toBe(activation === null);
      if (position > 0 && !layer.from) expect(from).toBe(layers[position - 1]?.output);
    }
    expect(layers[0]?.from).toBe('input');
  });

  it('counts parameters and multiply-accumulates', () => {
    expect(layers.map(({ parameters, macs }) => [parameters, macs])).toEqual([
      [9 * 4 + 4, 25 * 9 * 4],
      [9 * 4, 25 * 9 * 4],
      [2 * 4, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [16 * 3 + 3, 16 * 3],
    ]);
  });
});
