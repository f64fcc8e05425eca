import { describe, expect, it } from 'vitest';
import { countCost } from '../../src/core/count-cost.ts';
import type { NetworkDescription } from '../../src/core/network-description.ts';
import { ZOO } from '../../training/models/zoo.ts';

describe('countCost', () => {
  it('counts a convolution with bias, and what it stands for, by hand', () => {
    const network: NetworkDescription = {
      name: 'example',
      input: [6, 5, 2],
      layers: [
        { type: 'conv', name: 'conv', filters: 4, kernelSize: 3, stride: 2, padding: 'same', bias: true },
        { type: 'batch-norm', name: 'bn' },
        { type: 'global-average-pool', name: 'features' },
        { type: 'dense', name: 'logits', units: 7 },
      ],
    };
    const cost = countCost(network);
    expect(cost.layers).toEqual([
      {
        name: 'conv',
        outputShape: [3, 3, 4],
        parameters: 72 + 4,
        macs: 72 * 9,
        locallyConnectedParameters: (72 + 4) * 9,
        denseParameters: 60 * 36 + 36,
        denseMacs: 60 * 36,
      },
      {
        name: 'logits',
        outputShape: [7],
        parameters: 28 + 7,
        macs: 28,
        locallyConnectedParameters: 28 + 7,
        denseParameters: 28 + 7,
        denseMacs: 28,
      },
    ]);
    expect(cost.parameters).toBe(76 + 8 + 35);
    expect(cost.macs).toBe(648 + 28);
    expect(cost.locallyConnectedParameters).toBe(76 * 9 + 35);
    expect(cost.denseParameters).toBe(60 * 36 + 36 + 35);
  });

  it('counts a convolution without bias', () => {
    const network: NetworkDescription = {
      name: 'example',
      input: [4, 4, 1],
      layers: [
        { type: 'conv', name: 'conv', filters: 2, kernelSize: 1, padding: 'valid', bias: false },
        { type: 'flatten', name: 'all' },
      ],
    };
    expect(countCost(network).layers[0]).toMatchObject({ parameters: 2, macs: 32, denseParameters: 16 * 32 });
  });

  it('counts the perceptron, where all three are the same', () => {
    expect(countCost(ZOO.perceptron)).toMatchObject({
      parameters: 2304 * 7 + 7,
      macs: 2304 * 7,
      locallyConnectedParameters: 2304 * 7 + 7,
      denseParameters: 2304 * 7 + 7,
    });
  });
});
