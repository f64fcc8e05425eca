import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chooseColourings } from '../../../../src/app/inside/live-network/choose-colourings.ts';
import { describeLayers } from '../../../../src/core/describe-layers.ts';
import { pathOfModel, type ShippedName } from '../../../../src/core/model-names.ts';
import { readNetwork } from '../../../../src/core/read-network.ts';

const NORMALISATION = { mean: 127.5, std: 63.75 };

function chooseFor(name: ShippedName) {
  const model: unknown = JSON.parse(readFileSync(`public/${pathOfModel(name)}model.json`, 'utf8'));
  const layers = describeLayers(readNetwork(model));
  const findColouring = chooseColourings(layers, NORMALISATION);
  const palettes = layers.map(({ layer, output }) => [layer.name, findColouring(output).palette] as const);
  return { findColouring, palettes: Object.fromEntries(palettes) };
}

describe('chooseColourings', () => {
  it('has one colour for what a ReLU leaves, and what pools make of it', () => {
    expect(chooseFor('fast').palettes).toMatchObject({
      stage1_conv1: 'gray',
      pool3: 'gray',
      features: 'gray',
      logits: 'signed',
    });
  });

  it('has two for the tanh of LeNet-5, and for sums before their ReLU', () => {
    expect(chooseFor('lenet5').palettes).toMatchObject({ c1: 'signed', s2: 'signed', maps: 'signed', f6: 'signed' });
    expect(chooseFor('accurate').palettes).toMatchObject({ stage1_conv3: 'signed', stage1_sum: 'gray', pool1: 'gray' });
  });

  it('shows the face as it was, also in a row of numbers', () => {
    const { findColouring, palettes } = chooseFor('mlp');
    expect(palettes).toEqual({ pixels: 'gray', hidden: 'gray', logits: 'signed' });
    for (const name of ['input', 'pixels']) expect(findColouring(name).findRange([0.1, 0.2])).toEqual([-2, 2]);
  });
});
