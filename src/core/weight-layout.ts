import { countElements, placeLayers, type NetworkDescription, type PlacedLayer } from './network-description.ts';

/** What a weight tensor is to its layer. */
export type WeightRole = 'kernel' | 'bias' | 'gamma' | 'beta' | 'mean' | 'variance';

/** Where one weight tensor of a network lies in the flat vector that holds all of them. */
export interface WeightSlot {
  /** Name of the layer. */
  readonly layer: string;
  readonly role: WeightRole;
  /**
   * TensorFlow's order: a filter is [height, width, input channels, output channels], or [height, width, channels, 1] of
   * a depthwise convolution; a matrix is [inputs, units].
   */
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
  /** Learnt by gradient; else a running statistic of batch norm. */
  readonly trainable: boolean;
  /** Weight decay applies to filters and matrices, not to biases and batch norm. */
  readonly decays: boolean;
  /** Inputs that one output sums over, of filters and matrices; else 0. */
  readonly fanIn: number;
}

/** The slots of all weights, layer by layer; within a layer in the order in which tfjs lists them. */
export function describeWeights(network: NetworkDescription): WeightSlot[] {
  let offset = 0;
  return placeLayers(network).flatMap((placed) =>
    listTensors(placed).map(([role, shape]) => {
      const size = countElements(shape);
      const slot = {
        layer: placed.layer.name,
        role,
        shape,
        offset,
        size,
        trainable: role !== 'mean' && role !== 'variance',
        decays: role === 'kernel',
        fanIn: role === 'kernel' ? size / (placed.outputShape.at(-1) as number) : 0,
      };
      offset += size;
      return slot;
    }),
  );
}

/** Number of values in the flat vector. */
export function countValues(slots: readonly WeightSlot[]): number {
  return slots.reduce((sum, slot) => sum + slot.size, 0);
}

/** The part of the flat vector that a slot describes; a view, not a copy. */
export function viewSlot(flat: Float32Array, slot: WeightSlot): Float32Array {
  return flat.subarray(slot.offset, slot.offset + slot.size);
}

function listTensors({ layer, inputShape }: PlacedLayer): [WeightRole, readonly number[]][] {
  const channels = inputShape.at(-1) as number;
  switch (layer.type) {
    case 'conv': {
      const { kernelSize, filters } = layer;
      const kernel: [WeightRole, readonly number[]] = ['kernel', [kernelSize, kernelSize, channels, filters]];
      return layer.bias ? [kernel, ['bias', [filters]]] : [kernel];
    }
    case 'depthwise-conv': {
      const kernel: [WeightRole, readonly number[]] = ['kernel', [layer.kernelSize, layer.kernelSize, channels, 1]];
      return layer.bias ? [kernel, ['bias', [channels]]] : [kernel];
    }
    case 'dense':
      return [
        ['kernel', [channels, layer.units]],
        ['bias', [layer.units]],
      ];
    case 'batch-norm':
      return (['gamma', 'beta', 'mean', 'variance'] as const).map((role) => [role, [channels]]);
    case 'activation':
    case 'add':
    case 'max-pool':
    case 'average-pool':
    case 'global-average-pool':
    case 'flatten':
    case 'dropout':
      return [];
    default:
      return layer satisfies never;
  }
}
