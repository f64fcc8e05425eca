import { computePadding, type ConvLayer } from '../../models/network-description.ts';
import type { LayerContext, LayerOperations } from './layer-operations.ts';
import { MICROSOFT } from './onnx-graph.ts';

/** From this many pixels a channel on, one matrix product an image is faster than one for all images. */
const PIXELS_FOR_SINGLE_IMAGES = 24 * 24;

/** More than any side of a filter: slicing backwards to here reaches the beginning. */
const BEFORE_THE_FIRST = -9999;

/**
 * A convolution. Its gradients are other convolutions: with respect to the input, one of the output's gradient with
 * the filter turned by 180 degrees, channels swapped; with respect to the filter, one matrix product for each of its
 * pixels, which onnxruntime runs several times faster than any convolution that says the same.
 */
export function buildConvolution(context: LayerContext, layer: ConvLayer): LayerOperations {
  const { graph, placed, inputs, weight, setGradient, needsInputGradient } = context;
  const [x] = inputs;
  const { kernelSize, stride = 1 } = layer;
  const [height, width] = placed.inputShape as [number, number];
  const [top, bottom] = computePadding(height, layer);
  const [left, right] = computePadding(width, layer);
  const geometry = {
    kernel_shape: [kernelSize, kernelSize],
    pads: [top, left, bottom, right],
    strides: [stride, stride],
  };
  const filter = graph.apply('Transpose', [weight('kernel')], { perm: [3, 2, 0, 1] });
  const output = graph.apply('Conv', layer.bias ? [x, filter, weight('bias')] : [x, filter], geometry);

  const backward = (gradient: string) => {
    if (layer.bias) {
      setGradient('bias', graph.apply('ReduceSum', [gradient, graph.integers([0, 2, 3])], { keepdims: 0 }));
    }
    const padding = [top, left, bottom, right] as const;
    setGradient('kernel', computeFilterGradient(context, layer, gradient, padding));
    if (!needsInputGradient) return [null];
    if (stride > 1) return [computeStridedInputGradient(context, layer, gradient, filter, padding)];
    const swapped = graph.apply('Transpose', [weight('kernel')], { perm: [2, 3, 0, 1] });
    const turned = graph.apply('Slice', [
      swapped,
      graph.integers([-1, -1]),
      graph.integers([BEFORE_THE_FIRST, BEFORE_THE_FIRST]),
      graph.integers([2, 3]),
      graph.integers([-1, -1]),
    ]);
    const pads = padding.map((length) => kernelSize - 1 - length);
    return [graph.apply('Conv', [gradient, turned], { kernel_shape: [kernelSize, kernelSize], pads })];
  };
  return { output, backward };
}

type Padding = readonly [top: number, left: number, bottom: number, right: number];

/** In TensorFlow's order: [height, width, input channels, output channels]. */
function computeFilterGradient(
  { graph, rows, placed, inputs: [x] }: LayerContext,
  { kernelSize, filters, stride = 1 }: ConvLayer,
  gradient: string,
  padding: Padding,
): string {
  const channels = placed.inputShape[2] as number;
  const [height, width] = placed.outputShape as [number, number];
  const pixels = height * width;
  const isByImage = pixels >= PIXELS_FOR_SINGLE_IMAGES;
  const arrange = (map: string) => (isByImage ? map : graph.apply('Transpose', [map], { perm: [1, 0, 2, 3] }));
  const flatten = (map: string, maps: number) =>
    graph.reshape(map, isByImage ? [rows, maps, pixels] : [maps, rows * pixels]);

  const [top, left, bottom, right] = padding;
  const arranged = arrange(x);
  const isPadded = padding.some((length) => length > 0);
  const padded = isPadded
    ? graph.apply('Pad', [arranged, graph.integers([0, 0, top, left, 0, 0, bottom, right])])
    : arranged;
  const flatGradient = flatten(arrange(gradient), filters);
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
      const product = graph.apply('FusedMatMul', [flatten(seen, channels), flatGradient], { transB: 1 }, MICROSOFT);
      const sum = isByImage ? graph.apply('ReduceSum', [product, graph.integers([0])], { keepdims: 0 }) : product;
      products.push(graph.reshape(sum, [1, channels, filters]));
    }
  }
  return products.length === 1 ? (products[0] as string) : graph.apply('Concat', products, { axis: 0 });
}

function computeStridedInputGradient(
  { graph, placed }: LayerContext,
  { kernelSize, stride = 1 }: ConvLayer,
  gradient: string,
  filter: string,
  [top, left]: Padding,
): string {
  const [height, width] = placed.inputShape as [number, number];
  const [outputHeight, outputWidth] = placed.outputShape as [number, number];
  // What the last place of the filter leaves over at the far edges has no gradient, or less of it.
  const far = (length: number, outputs: number, before: number) =>
    (outputs - 1) * stride + kernelSize - before - length;
  const [bottom, right] = [far(height, outputHeight, top), far(width, outputWidth, left)];
  return graph.apply('ConvTranspose', [gradient, filter], {
    kernel_shape: [kernelSize, kernelSize],
    strides: [stride, stride],
    pads: [top, left, Math.max(0, bottom), Math.max(0, right)],
    output_padding: [Math.max(0, -bottom), Math.max(0, -right)],
  });
}
