import { placeLayers } from '../../../core/network-description.ts';
import { describeWeights, viewSlot } from '../../../core/weight-layout.ts';
import type { OpenNetwork } from '../../../lab/lab-client.ts';

/** The kernels of a network's first convolution, which sees the face itself. */
export interface FirstLayer {
  readonly name: string;
  /** Of its output. */
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly kernelSize: number;
  /** [height, width, 1, filters]. */
  readonly kernels: Float32Array;
}

/** @throws RangeError if a network does not begin with a convolution */
export function readFirstLayer({ network, weights }: OpenNetwork): FirstLayer {
  const [first] = placeLayers(network);
  const slot = describeWeights(network).find(({ layer, role }) => layer === first?.layer.name && role === 'kernel');
  if (first?.layer.type !== 'conv' || !slot) throw new RangeError(`${network.name} does not begin with a convolution`);
  return {
    name: first.layer.name,
    shape: first.outputShape as readonly [number, number, number],
    kernelSize: first.layer.kernelSize,
    kernels: viewSlot(weights, slot),
  };
}

/** The weights of one filter, row by row. */
export function pickKernel({ kernels, shape }: FirstLayer, filter: number): readonly number[] {
  const [, , filters] = shape;
  return Array.from({ length: kernels.length / filters }, (_, tap) => kernels[tap * filters + filter] as number);
}
