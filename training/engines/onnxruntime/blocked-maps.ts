import { INPUT, placeLayers, type ConvLayer, type NetworkDescription } from '../../../src/core/network-description.ts';
import { computePads, STEEP, toMapShape, type MapOperations } from './map-operations.ts';
import { arithmetic, NCHWC, type OnnxGraph } from './onnx-graph.ts';

/**
 * Maps in onnxruntime's NCHWc order, [rows, channels / block, height, width, block] in memory: a vector register holds a
 * block of channels of one pixel, and convolutions run about 1.5 times as fast as on plain maps. onnxruntime itself
 * uses the order only where filters are constants, which in training they are not; hence its operators by name.
 *
 * @param block channels a block, as `findBlockSize` tells
 */
export function createBlockedMaps(graph: OnnxGraph, rows: number, block: number): MapOperations {
  const { mul, sub } = arithmetic(graph);
  const apply = (operator: string, inputs: readonly string[], attributes = {}) =>
    graph.apply(operator, inputs, attributes, NCHWC);
  const upsample = (map: string, size: number) => apply('Upsample', [map], { scales: [1, 1, size, size] });
  /** [blocks, pixels, block] */
  const view = (map: string, [height, width, channels]: readonly number[]) =>
    graph.reshape(map, [(rows * (channels as number)) / block, (height as number) * (width as number), block]);

  /** A filter in the order that the operator wants, from [pixels, input channels, output channels]. */
  const arrange = (filter: string, kernelSize: number, inputs: number, outputs: number) => {
    const [isBlocked, outputBlocks] = [inputs % block === 0, outputs / block];
    const parts = isBlocked ? [inputs / block, block] : [inputs];
    const cut = graph.reshape(filter, [kernelSize ** 2, ...parts, outputBlocks, block]);
    const arranged = graph.apply('Transpose', [cut], { perm: isBlocked ? [3, 1, 0, 2, 4] : [2, 1, 0, 3] });
    return graph.reshape(arranged, [outputs, inputs, kernelSize, kernelSize]);
  };

  return {
    toPlain(map, placed, side) {
      if (side === 'input' && placed.from === INPUT) return map;
      const shape = side === 'input' ? placed.inputShape : placed.outputShape;
      return apply('ReorderOutput', [map], { channels: shape.at(-1) as number });
    },
    convolve(placed, x, kernel, bias) {
      const { kernelSize, filters } = placed.layer as ConvLayer;
      const filter = arrange(kernel, kernelSize, placed.inputShape[2] as number, filters);
      const geometry = { kernel_shape: [kernelSize, kernelSize], pads: computePads(placed) };
      return apply('Conv', bias === null ? [x, filter] : [x, filter, bias], geometry);
    },
    convolveBack(placed, gradient, kernel) {
      const { kernelSize, filters } = placed.layer as ConvLayer;
      const inputs = placed.inputShape[2] as number;
      const pixels = graph.reshape(kernel, [kernelSize ** 2, inputs, filters]);
      const swapped = graph.apply('Transpose', [pixels], { perm: [0, 2, 1] });
      const backwards = graph.integers(Array.from({ length: kernelSize ** 2 }, (_, i) => kernelSize ** 2 - 1 - i));
      const turned = graph.apply('Gather', [swapped, backwards], { axis: 0 });
      const filter = arrange(turned, kernelSize, filters, inputs);
      const pads = computePads(placed).map((length) => kernelSize - 1 - length);
      return apply('Conv', [gradient, filter], { kernel_shape: [kernelSize, kernelSize], pads });
    },
    sumChannels(map, shape) {
      const ofBlocks = graph.apply('ReduceSum', [view(map, shape), graph.integers([1])], { keepdims: 0 });
      const ofRows = graph.reshape(ofBlocks, [rows, shape[2] as number]);
      return graph.apply('ReduceSum', [ofRows, graph.integers([0])], { keepdims: 0 });
    },
    scaleChannels(map, shape, scale, shift, addend) {
      const channels = shape[2] as number;
      const filter = graph.reshape(scale, [channels, 1, 1, 1]);
      const inputs = addend === undefined ? [map, filter, shift] : [map, filter, shift, addend];
      return apply('Conv', inputs, { kernel_shape: [1, 1], group: channels });
    },
    maxPool(_, x, size) {
      const window = { kernel_shape: [size, size], strides: [size, size] };
      const output = apply('MaxPool', [x], window);
      return {
        output,
        // Equal largest values share the gradient: a flat part of a picture has many.
        backward: (gradient) => {
          const below = sub(x, upsample(output, size));
          const isLargest = graph.apply('HardSigmoid', [below], { alpha: { float: STEEP }, beta: { float: 1 } });
          const share = apply('AveragePool', [isLargest], window);
          const each = graph.apply('Div', [mul(gradient, graph.scalar(1 / size ** 2)), share]);
          return [mul(upsample(each, size), isLargest)];
        },
      };
    },
    averageMaps({ inputShape }, x) {
      const [height, width, channels] = inputShape as [number, number, number];
      const mean = graph.apply('ReduceMean', [view(x, inputShape)], { axes: [1], keepdims: 0 });
      return {
        output: graph.reshape(mean, [rows, channels]),
        backward: (gradient) => {
          const blocks = (rows * channels) / block;
          const share = mul(graph.reshape(gradient, [blocks, 1, block]), graph.scalar(1 / (height * width)));
          const spread = graph.apply('Expand', [share, graph.integers([blocks, height * width, block])]);
          return [graph.reshape(spread, toMapShape(rows, inputShape))];
        },
      };
    },
  };
}

/** Whether all maps of a network fill whole blocks, and blocked maps know all that is done with them. */
export function canBlock(network: NetworkDescription, block: number): boolean {
  if (block <= 1 || network.input[2] >= block) return false;
  return placeLayers(network).every(({ layer, from, inputShape, outputShape }) => {
    if (inputShape.length !== 3) return true;
    const isFirst = from === INPUT;
    if (outputShape.length === 3 && (outputShape[2] as number) % block !== 0) return false;
    switch (layer.type) {
      case 'depthwise-conv':
        return false;
      case 'conv':
        return (layer.stride ?? 1) === 1;
      case 'max-pool':
        return !isFirst && inputShape.slice(0, 2).every((length) => length % layer.size === 0);
      case 'batch-norm':
      case 'activation':
      case 'add':
      case 'global-average-pool':
        return !isFirst;
      case 'average-pool':
      case 'flatten':
      case 'dropout':
      case 'dense':
        return false;
      default:
        return layer satisfies never;
    }
  });
}
