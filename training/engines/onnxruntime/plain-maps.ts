import type { ConvLayer, DepthwiseConvLayer, PlacedLayer } from '../../../src/core/network-description.ts';
import { computePads, toMapShape, type MapOperations } from './map-operations.ts';
import { arithmetic, type OnnxGraph } from './onnx-graph.ts';

/** More than any side of a filter: slicing backwards to here reaches the beginning. */
const BEFORE_THE_FIRST = -9999;

/**
 * Maps as ONNX has them, by its standard operators: they run any network on any processor.
 *
 * @param isTraining false: nothing is remembered for a backward pass
 */
export function createPlainMaps(graph: OnnxGraph, rows: number, isTraining: boolean): MapOperations {
  const { add, mul } = arithmetic(graph);
  return {
    toPlain: (map) => map,
    convolve(placed, x, kernel, bias) {
      const { kernelSize, stride = 1 } = placed.layer as ConvLayer | DepthwiseConvLayer;
      const filter = arrangeFilter(graph, placed, kernel);
      return graph.apply('Conv', bias === null ? [x, filter] : [x, filter, bias], {
        kernel_shape: [kernelSize, kernelSize],
        group: countGroups(placed),
        pads: computePads(placed),
        strides: [stride, stride],
      });
    },
    convolveBack(placed, gradient, kernel) {
      const { kernelSize, stride = 1 } = placed.layer as ConvLayer | DepthwiseConvLayer;
      if (stride > 1) return convolveBackStrided(graph, placed, gradient, kernel);
      // Of a depthwise filter these are the channels and 1: there is nothing to be swapped.
      const swapped = graph.apply('Transpose', [kernel], { perm: [2, 3, 0, 1] });
      const turned = graph.apply('Slice', [
        swapped,
        graph.integers([-1, -1]),
        graph.integers([BEFORE_THE_FIRST, BEFORE_THE_FIRST]),
        graph.integers([2, 3]),
        graph.integers([-1, -1]),
      ]);
      const pads = computePads(placed).map((length) => kernelSize - 1 - length);
      return graph.apply('Conv', [gradient, turned], {
        kernel_shape: [kernelSize, kernelSize],
        group: countGroups(placed),
        pads,
      });
    },
    sumChannels: (map) => graph.apply('ReduceSum', [map, graph.integers([0, 2, 3])], { keepdims: 0 }),
    scaleChannels(map, shape, scale, shift, addend) {
      // onnxruntime runs batch norm for inference in one pass.
      const channels = shape.at(-1) as number;
      const identity = [graph.vector(channels, 0), graph.vector(channels, 1)];
      const scaled = graph.apply('BatchNormalization', [map, scale, shift, ...identity], { epsilon: { float: 0 } });
      return addend === undefined ? scaled : add(scaled, addend);
    },
    maxPool({ inputShape }, x, size) {
      const window = { kernel_shape: [size, size], strides: [size, size] };
      // With indices as a second output onnxruntime could not keep its own order of channels.
      const [output, indices] = graph.applyMany('MaxPool', [x], isTraining ? 2 : 1, window) as [string, string];
      const shape = graph.integers(toMapShape(rows, inputShape));
      return { output, backward: (gradient) => [graph.apply('MaxUnpool', [gradient, indices, shape], window)] };
    },
    averageMaps({ inputShape }, x) {
      const [height, width, channels] = inputShape as [number, number, number];
      const output = graph.apply('ReduceMean', [x], { axes: [2, 3], keepdims: 0 });
      return {
        output,
        backward: (gradient) => {
          const share = mul(graph.reshape(gradient, [rows, channels, 1, 1]), graph.scalar(1 / (height * width)));
          return [graph.apply('Expand', [share, graph.integers(toMapShape(rows, inputShape))])];
        },
      };
    },
  };
}

function convolveBackStrided(graph: OnnxGraph, placed: PlacedLayer, gradient: string, kernel: string): string {
  const { kernelSize, stride = 1 } = placed.layer as ConvLayer | DepthwiseConvLayer;
  const [height, width] = placed.inputShape as [number, number];
  const [outputHeight, outputWidth] = placed.outputShape as [number, number];
  const [top, left] = computePads(placed);
  // What the last place of the filter leaves over at the far edges has no gradient, or less of it.
  const far = (length: number, outputs: number, before: number) =>
    (outputs - 1) * stride + kernelSize - before - length;
  const [bottom, right] = [far(height, outputHeight, top), far(width, outputWidth, left)];
  return graph.apply('ConvTranspose', [gradient, arrangeFilter(graph, placed, kernel)], {
    kernel_shape: [kernelSize, kernelSize],
    group: countGroups(placed),
    strides: [stride, stride],
    pads: [top, left, Math.max(0, bottom), Math.max(0, right)],
    output_padding: [Math.max(0, -bottom), Math.max(0, -right)],
  });
}

/** A filter in ONNX's order: [output channels, input channels, height, width], of a depthwise one [channels, 1, ...]. */
function arrangeFilter(graph: OnnxGraph, { layer }: PlacedLayer, kernel: string): string {
  return graph.apply('Transpose', [kernel], { perm: layer.type === 'depthwise-conv' ? [2, 3, 0, 1] : [3, 2, 0, 1] });
}

/** Groups of channels that see no other group. */
function countGroups({ layer, inputShape }: PlacedLayer): number {
  return layer.type === 'depthwise-conv' ? (inputShape[2] as number) : 1;
}
