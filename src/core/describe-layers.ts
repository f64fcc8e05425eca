import { countCost } from './count-cost.ts';
import {
  INPUT,
  placeLayers,
  type Activation,
  type NetworkDescription,
  type PlacedLayer,
} from './network-description.ts';
import { describeWeights } from './weight-layout.ts';

/** One layer of a network as it is shown. */
export interface ShownLayer extends PlacedLayer {
  /** What is done to each value of its output before the next layer takes it; null: nothing. */
  readonly activation: Activation | null;
  /** Of a sum: position of the earlier layer that is added, from 0; -1 for the network's input. Null of others. */
  readonly adds: number | null;
  /** Name of the layer whose output the next one takes: its own, or its activation's. */
  readonly output: string;
  /** Learnt ones. */
  readonly parameters: number;
  /** Multiply-accumulates of one image. */
  readonly macs: number;
}

/**
 * A network layer by layer, in the order in which they run; an activation is told of the layer before it, where that is
 * what it takes.
 *
 * @throws RangeError if the layers do not fit together
 */
export function describeLayers(network: NetworkDescription): readonly ShownLayer[] {
  const costs = new Map(countCost(network).layers.map((cost) => [cost.name, cost]));
  const slots = describeWeights(network).filter((slot) => slot.trainable);
  const shown: ShownLayer[] = [];
  const positions = new Map([[INPUT, -1]]);
  for (const { layer, from, inputShape, outputShape } of placeLayers(network)) {
    const last = shown.at(-1);
    if (layer.type === 'activation' && last?.layer.name === from && last.activation === null) {
      shown[shown.length - 1] = { ...last, activation: layer.activation, output: layer.name };
      positions.set(layer.name, shown.length - 1);
      continue;
    }
    positions.set(layer.name, shown.length);
    shown.push({
      layer,
      from,
      inputShape,
      outputShape,
      output: layer.name,
      activation: null,
      adds: layer.type === 'add' ? (positions.get(layer.with) ?? null) : null,
      parameters: slots.reduce((sum, slot) => sum + (slot.layer === layer.name ? slot.size : 0), 0),
      macs: costs.get(layer.name)?.macs ?? 0,
    });
  }
  return shown;
}
