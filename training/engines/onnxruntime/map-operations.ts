import {
  computePadding,
  type ConvLayer,
  type DepthwiseConvLayer,
  type PlacedLayer,
} from '../../../src/core/network-description.ts';

/** A layer's part of a graph. */
export interface LayerOperations {
  readonly output: string;
  /**
   * Adds the nodes of the backward pass.
   *
   * @param gradient of the loss with respect to the output
   * @returns gradients with respect to the inputs; null where none is needed
   */
  readonly backward: (gradient: string) => readonly (string | null)[];
}

/** A HardSigmoid this steep is a step: any normal positive number, times this, is more than 1. */
export const STEEP = 3e38;

/**
 * Operators on feature maps that depend on the order of a map's values in memory. Whatever that order is, a map's
 * tensor has the shape [rows, channels, height, width]; what is done value by value needs none of these.
 */
export interface MapOperations {
  /** The same map in plain order: row by row of each channel, channel by channel. */
  toPlain(map: string, placed: PlacedLayer, side: 'input' | 'output'): string;
  /**
   * The convolution that a layer describes.
   *
   * @param kernel [height, width, input channels, output channels]; depthwise [height, width, channels, 1]
   * @param bias [output channels]
   */
  convolve(placed: PlacedLayer, x: string, kernel: string, bias: string | null): string;
  /** The gradient of `convolve` with respect to x, of the one with respect to its output. */
  convolveBack(placed: PlacedLayer, gradient: string, kernel: string): string;
  /**
   * The sum of each channel over all rows and pixels: [channels].
   *
   * @param shape of one map: [height, width, channels]
   */
  sumChannels(map: string, shape: readonly number[]): string;
  /**
   * Each channel times a number, plus a number: `scale` and `shift` are [channels].
   *
   * @param addend a map that is added, too; nothing else may take it
   */
  scaleChannels(map: string, shape: readonly number[], scale: string, shift: string, addend?: string): string;
  /** The largest value of each square. */
  maxPool(placed: PlacedLayer, x: string, size: number): LayerOperations;
  /** The mean of each channel over its pixels: [rows, channels]. */
  averageMaps(placed: PlacedLayer, x: string): LayerOperations;
}

/** Shape of a map of many images inside the graph. */
export function toMapShape(rows: number, [height, width, channels]: readonly number[]): number[] {
  return [rows, channels as number, height as number, width as number];
}

/** Zeros around a convolution's input, in ONNX's order: top, left, bottom, right. */
export function computePads({ layer, inputShape }: PlacedLayer): [number, number, number, number] {
  const [height, width] = inputShape as [number, number];
  const convolution = layer as ConvLayer | DepthwiseConvLayer;
  const [top, bottom] = computePadding(height, convolution);
  const [left, right] = computePadding(width, convolution);
  return [top, left, bottom, right];
}
