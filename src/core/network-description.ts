import { countPlaces } from './count-places.ts';
import type { HeadName } from './heads.ts';

/** A network as data: both engines, the tfjs model, the counts and the folding of batch norm are made from it. */
export interface NetworkDescription {
  readonly name: string;
  /** Height, width and channels of an image. */
  readonly input: readonly [height: number, width: number, channels: number];
  /** In an order in which each layer comes after those that it takes from; the last one gives the logits. */
  readonly layers: readonly LayerDescription[];
  /** In the order of the outputs; by default one head has them all. */
  readonly heads?: readonly Head[];
}

/** Some of a network's outputs, with targets and a softmax of their own; heads share all that comes before. */
export interface Head {
  readonly name: HeadName;
  readonly outputs: number;
  /** Of the head's cross-entropy in the sum that is trained on. */
  readonly lossWeight: number;
}

/** What every layer has. */
interface LayerBase {
  /** Unique in the network; not `input`. */
  readonly name: string;
  /** The layer whose output is taken, or `input`; by default the layer before. */
  readonly from?: string;
}

/** What every convolution has; its filters are square, and its gradient comes with any stride. */
interface ConvolutionBase extends LayerBase {
  /** Side of a filter in pixels. */
  readonly kernelSize: number;
  /** Pixels between two places of the filter; 1 by default. */
  readonly stride?: number;
  /** `same`: padded with zeros to input size / stride, as TensorFlow does; `valid`: not padded. */
  readonly padding: 'same' | 'valid';
  /** Left out where batch norm follows, which brings its own. */
  readonly bias: boolean;
}

/** A convolution: each filter sees all channels. */
export interface ConvLayer extends ConvolutionBase {
  readonly type: 'conv';
  readonly filters: number;
}

/** A depthwise convolution: each channel has a filter of its own, which sees no other (Howard et al. 2017). */
export interface DepthwiseConvLayer extends ConvolutionBase {
  readonly type: 'depthwise-conv';
}

/** Batch norm over all but the last axis (Ioffe and Szegedy 2015), with `BATCH_NORM_EPSILON` and `BATCH_NORM_MOMENTUM`. */
export interface BatchNormLayer extends LayerBase {
  readonly type: 'batch-norm';
}

export interface ActivationLayer extends LayerBase {
  readonly type: 'activation';
  readonly activation: Activation;
}

/** Element-wise sum with an earlier layer of the same shape: a residual connection (He et al. 2016). */
export interface AddLayer extends LayerBase {
  readonly type: 'add';
  readonly with: string;
}

/** Pooling over squares that do not overlap; what does not fill a square at the right and lower edge is left out. */
export interface PoolLayer extends LayerBase {
  readonly type: 'max-pool' | 'average-pool';
  readonly size: number;
}

/** The mean of each channel over the whole map. */
export interface GlobalAveragePoolLayer extends LayerBase {
  readonly type: 'global-average-pool';
}

/** Map to vector, row by row, channels last. */
export interface FlattenLayer extends LayerBase {
  readonly type: 'flatten';
}

/** Inverted dropout, in training only (Srivastava et al. 2014). */
export interface DropoutLayer extends LayerBase {
  readonly type: 'dropout';
  /** Share of the values that are dropped, 0..1. */
  readonly rate: number;
}

/** A matrix and a bias. */
export interface DenseLayer extends LayerBase {
  readonly type: 'dense';
  readonly units: number;
}

export type Activation = 'relu' | 'sigmoid' | 'tanh';

export type LayerDescription =
  | ConvLayer
  | DepthwiseConvLayer
  | BatchNormLayer
  | ActivationLayer
  | AddLayer
  | PoolLayer
  | GlobalAveragePoolLayer
  | FlattenLayer
  | DropoutLayer
  | DenseLayer;

/** Name of the network's input where a layer says what it takes from. */
export const INPUT = 'input';

/** Added to the variance before its root. */
export const BATCH_NORM_EPSILON = 1e-3;

/** How much of batch norm's running statistics is kept a step. */
export const BATCH_NORM_MOMENTUM = 0.9;

/** A layer, where it stands in its network. Shapes are of one image: [height, width, channels] or [features]. */
export interface PlacedLayer {
  readonly layer: LayerDescription;
  /** Name of the layer, or `input`, whose output it takes. */
  readonly from: string;
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
}

/**
 * Follows the shapes through a network.
 *
 * @throws RangeError naming the layer, if a name repeats, an input is missing or a shape does not fit
 */
export function placeLayers(network: NetworkDescription): PlacedLayer[] {
  const shapes = new Map<string, readonly number[]>([[INPUT, network.input]]);
  let previous = INPUT;
  return network.layers.map((layer) => {
    const from = layer.from ?? previous;
    const inputShape = shapes.get(from);
    if (!inputShape) throw new RangeError(`layer ${layer.name} takes from ${from}, which is no earlier layer`);
    if (shapes.has(layer.name)) throw new RangeError(`two layers are named ${layer.name}`);
    const outputShape = computeOutputShape(layer, inputShape);
    if (layer.type === 'add' && shapes.get(layer.with)?.join() !== inputShape.join()) {
      throw new RangeError(`layer ${layer.name} adds ${layer.with}, which is no earlier layer of the same shape`);
    }
    if (!outputShape.every((length) => length >= 1)) {
      throw new RangeError(`layer ${layer.name} leaves nothing of its input of ${inputShape.join(' x ')}`);
    }
    shapes.set(layer.name, outputShape);
    previous = layer.name;
    return { layer, from, inputShape, outputShape };
  });
}

/** Number of values in a tensor. */
export function countElements(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Number of the network's outputs. */
export function countOutputs(network: NetworkDescription): number {
  const shape = placeLayers(network).at(-1)?.outputShape ?? [];
  if (shape.length !== 1) throw new RangeError(`network ${network.name} ends with a map, not with logits`);
  return shape[0] as number;
}

/** Whether a layer is a convolution of either kind. */
export function isConvolution(layer: LayerDescription): layer is ConvLayer | DepthwiseConvLayer {
  return layer.type === 'conv' || layer.type === 'depthwise-conv';
}

/**
 * The network's heads.
 *
 * @throws RangeError if they do not have all its outputs between them
 */
export function listHeads(network: NetworkDescription): readonly Head[] {
  const outputs = countOutputs(network);
  const heads = network.heads ?? [{ name: 'votes', outputs, lossWeight: 1 }];
  if (heads.reduce((sum, head) => sum + head.outputs, 0) !== outputs) {
    throw new RangeError(`the heads of network ${network.name} do not have ${outputs} outputs between them`);
  }
  return heads;
}

/**
 * Zeros that a convolution puts before and after each axis (TensorFlow's rule: the odd one goes after).
 *
 * @param length of the axis, in pixels
 */
export function computePadding(length: number, layer: ConvLayer | DepthwiseConvLayer): [before: number, after: number] {
  if (layer.padding === 'valid') return [0, 0];
  const stride = layer.stride ?? 1;
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + layer.kernelSize - length);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function computeOutputShape(layer: LayerDescription, shape: readonly number[]): readonly number[] {
  switch (layer.type) {
    case 'conv':
    case 'depthwise-conv': {
      const [height, width, channels] = requireMap(layer, shape);
      const along = (length: number) => {
        const [before, after] = computePadding(length, layer);
        return countPlaces(length + before + after, layer.kernelSize, layer.stride ?? 1);
      };
      return [along(height), along(width), layer.type === 'conv' ? layer.filters : channels];
    }
    case 'max-pool':
    case 'average-pool': {
      const [height, width, channels] = requireMap(layer, shape);
      return [height, width].map((length) => countPlaces(length, layer.size, layer.size)).concat(channels);
    }
    case 'global-average-pool':
      return [requireMap(layer, shape)[2]];
    case 'flatten':
      return [countElements(shape)];
    case 'dense':
      if (shape.length !== 1) throw new RangeError(`layer ${layer.name} needs a vector; put a flatten before it`);
      return [layer.units];
    case 'batch-norm':
    case 'activation':
    case 'add':
    case 'dropout':
      return shape;
    default:
      return layer satisfies never;
  }
}

function requireMap(layer: LayerDescription, shape: readonly number[]): readonly [number, number, number] {
  if (shape.length !== 3) throw new RangeError(`layer ${layer.name} needs a map, but gets ${shape.join(' x ')}`);
  return shape as unknown as readonly [number, number, number];
}
