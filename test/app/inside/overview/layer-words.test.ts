import { expect, it } from 'vitest';
import { writeDetails, writeKind, writeShape } from '../../../../src/app/inside/overview/layer-words.ts';
import { describeLayers } from '../../../../src/core/describe-layers.ts';
import { readNetwork } from '../../../../src/core/read-network.ts';
import { SMALL_MODEL_JSON } from '../../../core/small-model-json.ts';

it('says of each layer what it is, in the words of the field', () => {
  const layers = describeLayers(readNetwork(SMALL_MODEL_JSON));
  expect(layers.map((shown) => [writeKind(shown.layer), writeDetails(shown)])).toEqual([
    ['Convolution 3×3', '4 filters, stride 2, zero padding, then ReLU'],
    ['Depthwise convolution 3×3', 'stride 1, zero padding'],
    ['Batch normalisation', ''],
    ['Sum', 'with the output of layer 1, then tanh'],
    ['Max pooling 2×2', 'stride 2'],
    ['Dropout 50%', ''],
    ['Flatten', ''],
    ['Dense layer', '3 outputs'],
  ]);
});

it('writes shapes', () => {
  expect(writeShape([48, 48, 16]).replaceAll('\u2009', ' ')).toBe('48 × 48 × 16');
});
