import { countElements, isConvolution, placeLayers, type NetworkDescription } from './network-description.ts';
import { describeWeights } from './weight-layout.ts';

/** What a layer with weights costs, and what it would cost if it shared its weights less. */
export interface LayerCost {
  readonly name: string;
  readonly outputShape: readonly number[];
  readonly parameters: number;
  /** Multiply-accumulates of one image; the same if each place had a filter of its own. */
  readonly macs: number;
  /** Parameters with a filter of its own at each place: locally connected. */
  readonly locallyConnectedParameters: number;
  /** Parameters with a weight for each pair of input and output value: dense. */
  readonly denseParameters: number;
  /** Multiply-accumulates then: each weight is used once. */
  readonly denseMacs: number;
}

export interface NetworkCost {
  /** Convolutions and dense layers. */
  readonly layers: readonly LayerCost[];
  /** All learnt parameters, batch norm's included. */
  readonly parameters: number;
  readonly macs: number;
  readonly locallyConnectedParameters: number;
  readonly denseParameters: number;
}

/** Counts a network's parameters and multiply-accumulates, as convolutions and as what they stand for. */
export function countCost(network: NetworkDescription): NetworkCost {
  const slots = describeWeights(network);
  const countOf = (name: string, role?: string) =>
    slots
      .filter((slot) => slot.layer === name && slot.trainable && (role === undefined || slot.role === role))
      .reduce((sum, slot) => sum + slot.size, 0);
  const layers = placeLayers(network).flatMap(({ layer, inputShape, outputShape }): LayerCost[] => {
    if (!isConvolution(layer) && layer.type !== 'dense') return [];
    const parameters = countOf(layer.name);
    const kernel = countOf(layer.name, 'kernel');
    const positions = countElements(outputShape.slice(0, -1));
    const hasBias = parameters > kernel;
    const denseMacs = countElements(inputShape) * countElements(outputShape);
    return [
      {
        name: layer.name,
        outputShape,
        parameters,
        macs: kernel * positions,
        locallyConnectedParameters: parameters * positions,
        denseParameters: denseMacs + (hasBias ? countElements(outputShape) : 0),
        denseMacs,
      },
    ];
  });
  const sum = (key: 'macs' | 'locallyConnectedParameters' | 'denseParameters') =>
    layers.reduce((total, layer) => total + layer[key], 0);
  return {
    layers,
    parameters: slots.reduce((total, slot) => total + (slot.trainable ? slot.size : 0), 0),
    macs: sum('macs'),
    locallyConnectedParameters: sum('locallyConnectedParameters'),
    denseParameters: sum('denseParameters'),
  };
}
