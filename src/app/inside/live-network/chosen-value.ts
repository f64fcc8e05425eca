import type { ShownLayer } from '../../../core/describe-layers.ts';
import { explainValue, type Explanation, type Position } from '../../../core/explain-value.ts';
import type { OpenNetwork } from '../../../lab/lab-client.ts';
import type { WeightSlot } from '../../../core/weight-layout.ts';
import type { Place } from '../figures/pick-place.ts';

type Outputs = ReadonlyMap<string, Float32Array>;

/** One value of a layer, and all that there is to say of it. */
export interface ChosenValue {
  readonly shown: ShownLayer;
  readonly position: Position;
  /** Of the layer that it takes from. */
  readonly input: Float32Array;
  /** Null for an activation alone. */
  readonly explanation: Explanation | null;
  /** What the laboratory computed at this place: the layer itself, and after its activation. */
  readonly computed: number;
  readonly output: number;
}

/** Names of the layers whose outputs are needed to take a value of a layer apart. */
export function findNeeds(layers: readonly ShownLayer[], index: number): readonly string[] {
  const shown = layers[index];
  if (!shown) return [];
  const { layer, from, output } = shown;
  return [from, layer.name, output, ...(layer.type === 'add' ? [layer.with] : [])];
}

/** A place that a layer has: the nearest one, and of a vector the only one. */
export function holdPosition({ outputShape }: ShownLayer, { x, y }: Place, channel: number): Position {
  const [height, width, channels] = outputShape.length === 3 ? outputShape : [1, 1, ...outputShape];
  const hold = (position: number, length: number | undefined) => Math.max(0, Math.min((length ?? 1) - 1, position));
  return { x: hold(x, width), y: hold(y, height), channel: hold(channel, channels) };
}

/**
 * Takes a value apart.
 *
 * @param outputs what the laboratory has read so far
 * @returns null until all is there that is needed
 */
export function takeApart(
  shown: ShownLayer,
  position: Position,
  outputs: Outputs,
  slots: readonly WeightSlot[],
  weights: OpenNetwork['weights'],
): ChosenValue | null {
  const { layer, from, output, outputShape } = shown;
  const [input, own, after] = [outputs.get(from), outputs.get(layer.name), outputs.get(output)];
  const added = layer.type === 'add' ? outputs.get(layer.with) : null;
  if (!input || !own || !after || added === undefined) return null;
  const [, width = 1, channels = 1] = outputShape.length === 3 ? outputShape : [1, 1, ...outputShape];
  const at = (position.y * width + position.x) * channels + position.channel;
  return {
    shown,
    position,
    input,
    explanation: explainValue(shown, input, slots, weights, position, added),
    computed: own[at] as number,
    output: after[at] as number,
  };
}
