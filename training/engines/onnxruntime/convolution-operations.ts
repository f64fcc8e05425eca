import type { ConvLayer, DepthwiseConvLayer, PlacedLayer } from '../../../src/core/network-description.ts';
import type { LayerContext } from './layer-context.ts';
import { computePads, type LayerOperations } from './map-operations.ts';
import { MICROSOFT, type OnnxGraph } from './onnx-graph.ts';

/** From this many pixels a channel on, one matrix product an image is faster than one for all images. */
const PIXELS_FOR_SINGLE_IMAGES = 24 * 24;

/**
 * A convolution of either kind. Its gradients are other convolutions: with respect to the input, one of the output's gradient with
 * the filter turned by 180 degrees, channels swapped; with respect to the filter, one matrix product for each of its
 * pixels, which onnxruntime runs several times faster than any convolution that says the same. Of a depthwise filter it is
 * a sum of products.
 */
export function buildConvolution(context: LayerContext, layer: ConvLayer | DepthwiseConvLayer): LayerOperations {
  const { maps, placed, inputs, weight, setGradient, needsInputGradient } = context;
  const [x] = inputs;
  const kernel = weight('kernel');
  return {
    output: maps.convolve(placed, x, kernel, layer.bias ? weight('bias') : null),
    backward: (gradient) => {
      if (layer.bias) setGradient('bias', maps.sumChannels(gradient, placed.outputShape));
      setGradient('kernel', computeFilterGradient(context, layer, gradient));
      return [needsInputGradient ? maps.convolveBack(placed, gradient, kernel) : null];
    },
  };
}

/** In TensorFlow's order: [height, width, input channels, output channels]. */
function computeFilterGradient(context: LayerContext, layer: ConvLayer | DepthwiseConvLayer, gradient: string): string {
  const { graph } = context;
  const compute = layer.type === 'conv' ? multiplyMatrices : multiplyChannels;
  const products = compute(context, layer.kernelSize, layer.stride ?? 1, gradient);
  return products.length === 1 ? (products[0] as string) : graph.apply('Concat', products, { axis: 0 });
}

/** For each pixel of the filters, what it has seen times the gradient of what came of it: [1, channels, filters]. */
function multiplyMatrices(
  { graph, rows, maps, placed, inputs: [x] }: LayerContext,
  kernelSize: number,
  stride: number,
  gradient: string,
): string[] {
  const [channels, filters] = [placed.inputShape[2], placed.outputShape[2]] as [number, number];
  const [height, width] = placed.outputShape as [number, number];
  const pixels = height * width;
  const isByImage = pixels >= PIXELS_FOR_SINGLE_IMAGES;
  const arrange = (map: string) => (isByImage ? map : graph.apply('Transpose', [map], { perm: [1, 0, 2, 3] }));
  const flatten = (map: string, count: number) =>
    graph.reshape(map, isByImage ? [rows, count, pixels] : [count, rows * pixels]);
  const flatGradient = flatten(arrange(maps.toPlain(gradient, placed, 'output')), filters);
  return cutSeen(graph, placed, kernelSize, stride, arrange(maps.toPlain(x, placed, 'input'))).map((seen) => {
    const product = graph.apply('FusedMatMul', [flatten(seen, channels), flatGradient], { transB: 1 }, MICROSOFT);
    const sum = isByImage ? graph.apply('ReduceSum', [product, graph.integers([0])], { keepdims: 0 }) : product;
    return graph.reshape(sum, [1, channels, filters]);
  });
}

/** The same of filters that see one channel each: [channels]. */
function multiplyChannels(
  { graph, maps, placed, inputs: [x] }: LayerContext,
  kernelSize: number,
  stride: number,
  gradient: string,
): string[] {
  const plainGradient = maps.toPlain(gradient, placed, 'output');
  return cutSeen(graph, placed, kernelSize, stride, maps.toPlain(x, placed, 'input')).map((seen) => {
    const product = graph.apply('Mul', [seen, plainGradient]);
    return graph.apply('ReduceSum', [product, graph.integers([0, 2, 3])], { keepdims: 0 });
  });
}

/**
 * What each pixel of a filter sees of a map at all of the filter's places, row by row of the filter.
 *
 * @param map its last two axes are height and width
 */
function cutSeen(graph: OnnxGraph, placed: PlacedLayer, kernelSize: number, stride: number, map: string): string[] {
  const [height, width] = placed.outputShape as [number, number];
  const [top, left, bottom, right] = computePads(placed);
  const isPadded = top + left + bottom + right > 0;
  const padded = isPadded ? graph.apply('Pad', [map, graph.integers([0, 0, top, left, 0, 0, bottom, right])]) : map;
  return Array.from({ length: kernelSize ** 2 }, (_, place) => {
    const [i, j] = [Math.floor(place / kernelSize), place % kernelSize];
    return graph.apply('Slice', [
      padded,
      graph.integers([i, j]),
      graph.integers([i + (height - 1) * stride + 1, j + (width - 1) * stride + 1]),
      graph.integers([2, 3]),
      graph.integers([stride, stride]),
    ]);
  });
}
