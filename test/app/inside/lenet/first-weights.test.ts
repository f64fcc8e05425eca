import { expect, it } from 'vitest';
import { findFirstWeights } from '../../../../src/app/inside/lenet/first-weights.ts';
import { describeLeNet5, describeMlp, describePerceptron } from '../../../../src/core/historic-networks.ts';
import type { NetworkDescription } from '../../../../src/core/network-description.ts';
import { countValues, describeWeights } from '../../../../src/core/weight-layout.ts';

const SHAPE = { input: [48, 48, 1], outputs: 7 } as const;

/** Each weight is its own position in the flat vector. */
const number = (network: NetworkDescription) =>
  Float32Array.from({ length: countValues(describeWeights(network)) }, (_, i) => i);

it('finds a picture of the face’s size for each output of a dense layer', () => {
  for (const [network, pictures, layer] of [
    [describePerceptron(SHAPE), 7, 'logits'],
    [describeMlp(SHAPE, 128), 128, 'hidden'],
  ] as const) {
    const found = findFirstWeights(network, number(network));
    expect(found).toMatchObject({ layer, height: 48, width: 48, pictures });
    // [inputs, units] is [height, width, units]: row 2, column 5 of the fourth picture.
    expect(found?.values[(2 * 48 + 5) * pictures + 3]).toBe((2 * 48 + 5) * pictures + 3);
    expect(found?.values).toHaveLength(48 * 48 * pictures);
  }
});

it('finds the filters of a convolution', () => {
  const network = describeLeNet5(SHAPE);
  expect(findFirstWeights(network, number(network))).toMatchObject({ layer: 'c1', height: 5, width: 5, pictures: 6 });
});

it('finds none where weights are no pictures', () => {
  const coloured = describeLeNet5({ input: [48, 48, 3], outputs: 7 });
  expect(findFirstWeights(coloured, number(coloured))).toBeNull();
  const pooled: NetworkDescription = {
    name: 'pooled',
    input: [48, 48, 1],
    layers: [
      { type: 'average-pool', name: 'pool', size: 4 },
      { type: 'flatten', name: 'pixels' },
      { type: 'dense', name: 'logits', units: 7 },
    ],
  };
  expect(findFirstWeights(pooled, number(pooled))).toBeNull();
});
