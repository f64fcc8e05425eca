import { describeMlp } from '../../../core/historic-networks.ts';
import { createInitialWeights } from '../../../core/initial-weights.ts';
import type { NetworkDescription } from '../../../core/network-description.ts';
import { countValues, describeWeights } from '../../../core/weight-layout.ts';
import type { LinearUnit } from '../points/cut-plane.ts';

/** Weights as the laboratory takes them. */
export type Weights = Float32Array<ArrayBuffer>;

/** Names of the layers whose outputs the chapter shows. */
export const LAYERS = { sums: 'hidden', activations: 'hidden_sigmoid', logits: 'logits', answers: 'answer' } as const;

/** The chapter's network: two inputs, one hidden layer, one output whose sigmoid the loss brings. */
export function describeSmallMlp(hidden: number): NetworkDescription {
  return describeMlp({ input: [1, 1, 2], outputs: 1 }, hidden);
}

/** The same with the output's sigmoid as a layer of its own, so that answers can be asked for. It has the same weights. */
export function describeAnsweringMlp(hidden: number): NetworkDescription {
  const network = describeSmallMlp(hidden);
  return {
    ...network,
    layers: [...network.layers, { type: 'activation', name: LAYERS.answers, activation: 'sigmoid' }],
  };
}

/** How the weights begin: drawn at random, or all 0. */
export type Start = 'random' | 'zeros';

/** The flat vector that training begins with. */
export function startWeights(hidden: number, start: Start, seed: number): Weights {
  const network = describeSmallMlp(hidden);
  if (start === 'zeros') return new Float32Array(countValues(describeWeights(network)));
  return Float32Array.from(createInitialWeights(network, seed));
}

/** Where the network's weights lie in the flat vector. */
export interface WeightPlaces {
  /** From an input, 0 or 1, to a hidden unit. */
  readonly hidden: (input: number, unit: number) => number;
  readonly hiddenBias: (unit: number) => number;
  /** From a hidden unit to the output. */
  readonly output: (unit: number) => number;
  readonly outputBias: number;
}

/** @param hidden number of units */
export function findPlaces(hidden: number): WeightPlaces {
  const offsets = describeWeights(describeSmallMlp(hidden)).map(({ offset }) => offset);
  const [kernel, bias, outputKernel, outputBias] = offsets as [number, number, number, number];
  return {
    hidden: (input, unit) => kernel + input * hidden + unit,
    hiddenBias: (unit) => bias + unit,
    output: (unit) => outputKernel + unit,
    outputBias,
  };
}

/** The hidden units, each of which cuts the plane where its sum is 0. */
export function listHiddenUnits(hidden: number, weights: Weights): readonly LinearUnit[] {
  const places = findPlaces(hidden);
  const at = (place: number) => weights[place] as number;
  return Array.from({ length: hidden }, (_, unit) => [
    at(places.hidden(0, unit)),
    at(places.hidden(1, unit)),
    at(places.hiddenBias(unit)),
  ]);
}
