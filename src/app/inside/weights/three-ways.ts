import { countCost } from '../../../core/count-cost.ts';
import {
  computePadding,
  placeLayers,
  type ConvLayer,
  type NetworkDescription,
} from '../../../core/network-description.ts';

/** A layer from a picture to a picture. */
export interface LayerSizes {
  /** Of the picture that it reads. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Side of the patch that one output sees, in pixels. */
  readonly patch: number;
  /** Pixels from patch to patch: the higher, the smaller is what comes out. */
  readonly stride: number;
  /** Channels of the picture that it gives. */
  readonly filters: number;
}

/** How outputs can be joined to inputs: each to all; each to a patch; each to a patch, all by the same weights. */
export const WAYS = ['dense', 'local', 'shared'] as const;
export type Way = (typeof WAYS)[number];

/** What a layer costs, without biases, which are few. */
export interface WayCost {
  readonly weights: number;
  /** Multiply-accumulates for one picture. */
  readonly macs: number;
}

/** The layer as a network of its own, with shared kernels; zeros around the picture, so that each pixel has its patch. */
export function describeLayer({ height, width, channels, patch, stride, filters }: LayerSizes): NetworkDescription {
  const layer: ConvLayer = {
    type: 'conv',
    name: 'layer',
    filters,
    kernelSize: patch,
    stride,
    padding: 'same',
    bias: false,
  };
  return { name: 'layer', input: [height, width, channels], layers: [layer] };
}

/** What the layer costs in each way, as `countCost` counts it. */
export function countWays(sizes: LayerSizes): Readonly<Record<Way, WayCost>> {
  const [cost] = countCost(describeLayer(sizes)).layers;
  if (!cost) throw new RangeError('a convolution costs something');
  return {
    dense: { weights: cost.denseParameters, macs: cost.denseMacs },
    local: { weights: cost.locallyConnectedParameters, macs: cost.macs },
    shared: { weights: cost.parameters, macs: cost.macs },
  };
}

/** Height, width and channels of what comes out. */
export function findOutputShape(sizes: LayerSizes): readonly [height: number, width: number, channels: number] {
  const [placed] = placeLayers(describeLayer(sizes));
  return placed?.outputShape as readonly [number, number, number];
}

/** A part of a picture, in pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The patch of the picture that an output sees; what hangs over the edge is left out. */
export function findPatch(sizes: LayerSizes, row: number, column: number): Area {
  const [layer] = describeLayer(sizes).layers as [ConvLayer];
  const along = (position: number, length: number) => {
    const begin = position * sizes.stride - computePadding(length, layer)[0];
    const from = Math.max(0, begin);
    return { from, size: Math.min(length, begin + sizes.patch) - from };
  };
  const [down, across] = [along(row, sizes.height), along(column, sizes.width)];
  return { x: across.from, y: down.from, width: across.size, height: down.size };
}
