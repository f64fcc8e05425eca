import { countElements, type NetworkDescription } from '../../../core/network-description.ts';
import { describeWeights, viewSlot } from '../../../core/weight-layout.ts';

/** Weights that can be seen as pictures: what a network lays over the face first. */
export interface FirstWeights {
  /** Name of the layer. */
  readonly layer: string;
  readonly height: number;
  readonly width: number;
  /** One for each filter or output. */
  readonly pictures: number;
  /** [height, width, pictures]. */
  readonly values: Float32Array;
}

/**
 * The weights of the first layer that has any: filters that slide over the face, or, for each output of a dense layer, a
 * weight for each pixel of it.
 *
 * @param weights the flat vector
 * @returns null where they are no pictures: the network reads several channels, or something else comes before
 */
export function findFirstWeights(network: NetworkDescription, weights: Float32Array): FirstWeights | null {
  const [height, width, channels] = network.input;
  const slot = describeWeights(network).find(({ role }) => role === 'kernel');
  if (!slot || channels !== 1) return null;
  const pictures = slot.shape.at(-1) as number;
  const values = viewSlot(weights, slot);
  if (slot.shape.length === 4) {
    const [rows = 0, columns = 0] = slot.shape;
    return { layer: slot.layer, height: rows, width: columns, pictures, values };
  }
  return slot.shape[0] === countElements(network.input) ? { layer: slot.layer, height, width, pictures, values } : null;
}
