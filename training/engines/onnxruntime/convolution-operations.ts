import type { ConvLayer, DepthwiseConvLayer } from '../../models/network-description.ts';
import type { LayerContext } from './layer-context.ts';
import { computePads, type LayerOperations } from './map-operations.ts';
import { MICROSOFT } from './onnx-graph.ts';

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
function computeFilterGradient(
  { graph, rows, maps, placed, inputs: [x] }: LayerContext,
  { type, kernelSize, stride = 1 }: ConvLayer | DepthwiseConvLayer,
  gradient: string,
): string {
  const [channels, filters] = [placed.inputShape[2], placed.outputShape[2]] as [number, number];
  const [height, width] = placed.outputShape as [number, number];
  const pixels = height * width;
  const isDepthwise = type === 'depthwise-conv';
  const isByImage = pixels >= PIXELS_FOR_SINGLE_IMAGES || isDepthwise;
  const arrange = (map: string) => (isByImage ? map : graph.apply('Transpose', [map], { perm: [1, 0, 2, 3] }));
  const flatten = (map: string, count: number) =>
    graph.reshape(map, isByImage ? [rows, count, pixels] : [count, rows * pixels]);

  const [top, left, bottom, right] = computePads(placed);
  const arranged = arrange(maps.toPlain(x, placed, 'input'));
  const isPadded = top + left + bottom + right > 0;
  const padded = isPadded
    ? graph.apply('Pad', [arranged, graph.integers([0, 0, top, left, 0, 0, bottom, right])])
    : arranged;
  const plainGradient = maps.toPlain(gradient, placed, 'output');
  const flatGradient = flatten(arrange(plainGradient), filters);
  const products: string[] = [];
  for (let i = 0; i < kernelSize; i++) {
    for (let j = 0; j < kernelSize; j++) {
      const seen = graph.apply('Slice', [
        padded,
        graph.integers([i, j]),
        graph.integers([i + (height - 1) * stride + 1, j + (width - 1) * stride + 1]),
        graph.integers([2, 3]),
        graph.integers([stride, stride]),
      ]);
      if (isDepthwise) {
        const product = graph.apply('Mul', [seen, plainGradient]);
        products.push(graph.apply('ReduceSum', [product, graph.integers([0, 2, 3])], { keepdims: 0 }));
        continue;
      }
      const product = graph.apply('FusedMatMul', [flatten(seen, channels), flatGradient], { transB: 1 }, MICROSOFT);
      const sum = isByImage ? graph.apply('ReduceSum', [product, graph.integers([0])], { keepdims: 0 }) : product;
      products.push(graph.reshape(sum, [1, channels, filters]));
    }
  }
  return products.length === 1 ? (products[0] as string) : graph.apply('Concat', products, { axis: 0 });
}
