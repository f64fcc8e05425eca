import type { NetworkDescription } from '../../src/core/network-description.ts';

/** A small network with every kind of weight. */
export const EXAMPLE_NETWORK: NetworkDescription = {
  name: 'example',
  input: [8, 8, 3],
  layers: [
    { type: 'conv', name: 'conv1', filters: 64, kernelSize: 5, padding: 'same', bias: false },
    { type: 'batch-norm', name: 'bn1' },
    { type: 'activation', name: 'relu1', activation: 'relu' },
    { type: 'conv', name: 'conv2', filters: 32, kernelSize: 3, padding: 'same', bias: true },
    { type: 'global-average-pool', name: 'features' },
    { type: 'dense', name: 'hidden', units: 64 },
    { type: 'dense', name: 'logits', units: 7 },
  ],
};
