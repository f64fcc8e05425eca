import { describe, expect, it } from 'vitest';
import { findDifference } from '../../../training/foundations/find-difference.ts';
import { foldDescription } from '../../../training/models/fold-batch-norm.ts';
import type { NetworkDescription } from '../../../src/core/network-description.ts';
import { addLabelHead, describeStages, ZOO } from '../../../training/models/zoo.ts';

const compare = (exported: NetworkDescription, network: NetworkDescription) =>
  findDifference(foldDescription(exported), network);

describe('findDifference', () => {
  it('finds none but in what begins anew or is not exported', () => {
    expect(compare(ZOO.fast, ZOO.fast)).toBeNull();
    expect(compare(addLabelHead(ZOO.fast), addLabelHead(ZOO.fast))).toBeNull();
    expect(compare(ZOO.fast, addLabelHead(ZOO.fast))).toBeNull();
    expect(compare(describeStages('a', [[4], [8]], 0), describeStages('b', [[4], [8]], 0.5))).toBeNull();
  });

  it.each<[string, NetworkDescription, NetworkDescription, RegExp]>([
    [
      'a filter more',
      describeStages('a', [[4, 4], [8]], 0),
      describeStages('a', [[4, 5], [8]], 0),
      /^its layer 3 is conv stage1_conv2 \(filters 4, .*, not conv stage1_conv2 \(filters 5, /,
    ],
    [
      'a stage less',
      describeStages('a', [[4], [8]], 0),
      describeStages('a', [[4]], 0),
      /^its layer 3 is max-pool pool1/,
    ],
    ['a head less', addLabelHead(ZOO.fast), ZOO.fast, /^its heads are votes, labels, not votes$/],
    [
      'another picture',
      describeStages('a', [[4]], 0),
      { ...describeStages('a', [[4]], 0), input: [32, 32, 1] },
      /48 x 48 x 1, not 32 x 32 x 1/,
    ],
    ['a layer less', ZOO.mlp, ZOO.perceptron, /^its layer 2 is dense hidden/],
    [
      'a layer more at the end',
      { ...ZOO.perceptron, layers: ZOO.perceptron.layers },
      { ...ZOO.perceptron, layers: [...ZOO.perceptron.layers, { type: 'activation', name: 'x', activation: 'tanh' }] },
      /^its layer 3 is missing, not activation x/,
    ],
  ])('names the first one: %s', (_, exported, network, sentence) => {
    expect(compare(exported, network)).toMatch(sentence);
  });
});
