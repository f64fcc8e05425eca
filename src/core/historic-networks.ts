import type { NetworkDescription } from './network-description.ts';

// The networks before the page's own. Training trains them on faces; the chapters of the page train the first two on points.

/** What a fully connected network sees and says. */
interface DenseShape {
  readonly input: NetworkDescription['input'];
  /** Number of logits. */
  readonly outputs: number;
}

/** One weight for each input and output: a linear classifier (Rosenblatt 1958). What the logits become is the loss's. */
export function describePerceptron({ input, outputs }: DenseShape): NetworkDescription {
  return {
    name: 'perceptron',
    input,
    layers: [
      { type: 'flatten', name: 'pixels' },
      { type: 'dense', name: 'logits', units: outputs },
    ],
  };
}

/**
 * One hidden layer of sigmoid units, trained by backpropagation (Rumelhart et al. 1986).
 *
 * @param hidden number of its units
 */
export function describeMlp({ input, outputs }: DenseShape, hidden: number): NetworkDescription {
  return {
    name: 'mlp',
    input,
    layers: [
      { type: 'flatten', name: 'pixels' },
      { type: 'dense', name: 'hidden', units: hidden },
      { type: 'activation', name: 'hidden_sigmoid', activation: 'sigmoid' },
      { type: 'dense', name: 'logits', units: outputs },
    ],
  };
}

/**
 * LeNet-5 (LeCun et al. 1998): two convolutions of 5x5 with tanh and mean pooling, then 120 and 84 units. For inputs of
 * another size than 32x32 C5, which sees its whole input, is larger or smaller; C3 takes all maps, and softmax stands for
 * the radial basis functions.
 */
export function describeLeNet5({ input, outputs }: DenseShape): NetworkDescription {
  return {
    name: 'lenet5',
    input,
    layers: [
      { type: 'conv', name: 'c1', filters: 6, kernelSize: 5, padding: 'valid', bias: true },
      { type: 'activation', name: 'c1_tanh', activation: 'tanh' },
      { type: 'average-pool', name: 's2', size: 2 },
      { type: 'conv', name: 'c3', filters: 16, kernelSize: 5, padding: 'valid', bias: true },
      { type: 'activation', name: 'c3_tanh', activation: 'tanh' },
      { type: 'average-pool', name: 's4', size: 2 },
      { type: 'flatten', name: 'maps' },
      { type: 'dense', name: 'c5', units: 120 },
      { type: 'activation', name: 'c5_tanh', activation: 'tanh' },
      { type: 'dense', name: 'f6', units: 84 },
      { type: 'activation', name: 'f6_tanh', activation: 'tanh' },
      { type: 'dense', name: 'logits', units: outputs },
    ],
  };
}
