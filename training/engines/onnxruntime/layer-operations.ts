import { BATCH_NORM_EPSILON, BATCH_NORM_MOMENTUM, countElements } from '../../../src/core/network-description.ts';
import { buildConvolution } from './convolution-operations.ts';
import type { LayerContext } from './layer-context.ts';
import { STEEP, type LayerOperations, type MapOperations } from './map-operations.ts';
import { arithmetic, type OnnxGraph } from './onnx-graph.ts';

/** Adds a layer's forward pass to a graph, and says how its backward pass is added. */
export function buildLayer(context: LayerContext): LayerOperations {
  const { graph, placed, inputs, rows } = context;
  const { layer, inputShape, outputShape } = placed;
  const [x] = inputs;
  const { mul } = arithmetic(graph);
  switch (layer.type) {
    case 'conv':
    case 'depthwise-conv':
      return buildConvolution(context, layer);
    case 'batch-norm':
      return buildBatchNorm(context);
    case 'dense':
      return buildDense(context);
    case 'activation':
      return buildActivation(context, layer.activation);
    case 'add':
      return { output: graph.apply('Add', inputs), backward: (gradient) => [gradient, gradient] };
    case 'max-pool':
      return context.maps.maxPool(placed, x, layer.size);
    case 'average-pool': {
      const { size } = layer;
      const output = graph.apply('AveragePool', [x], { kernel_shape: [size, size], strides: [size, size] });
      return { output, backward: (gradient) => [spreadAverage(context, gradient, size)] };
    }
    case 'global-average-pool':
      return context.maps.averageMaps(placed, x);
    case 'flatten': {
      const isMap = inputShape.length === 3;
      const last = isMap ? graph.apply('Transpose', [x], { perm: [0, 2, 3, 1] }) : x;
      return {
        output: graph.reshape(last, [rows, ...outputShape]),
        backward: (gradient) => {
          const map = graph.reshape(gradient, [rows, ...inputShape]);
          return [isMap ? graph.apply('Transpose', [map], { perm: [0, 3, 1, 2] }) : map];
        },
      };
    }
    case 'dropout': {
      if (!context.isTraining) return { output: x, backward: (gradient) => [gradient] };
      const mask = context.addMask();
      const fitting = inputShape.length === 3 ? graph.apply('Transpose', [mask], { perm: [0, 3, 1, 2] }) : mask;
      return { output: mul(x, fitting), backward: (gradient) => [mul(gradient, fitting)] };
    }
    default:
      return layer satisfies never;
  }
}

/**
 * Batch norm. In training y = scale * x + shift of the batch's own statistics, and dx = scale * dy + a * x + c, with a
 * and c of each channel.
 */
function buildBatchNorm(context: LayerContext): LayerOperations {
  const { graph, rows, placed, weight, setGradient } = context;
  const [x] = context.inputs;
  const { add, sub, mul } = arithmetic(graph);
  const shape = placed.inputShape;
  const { sumChannels, scaleChannels } = shape.length === 3 ? context.maps : createVectors(graph);
  const values = (rows * countElements(shape)) / (shape.at(-1) as number);
  const [gamma, beta] = [weight('gamma'), weight('beta')];
  const invert = (variance: string) =>
    graph.apply('Reciprocal', [graph.apply('Sqrt', [add(variance, graph.scalar(BATCH_NORM_EPSILON))])]);
  if (!context.isTraining) {
    const scale = mul(gamma, invert(weight('variance')));
    const output = scaleChannels(x, shape, scale, sub(beta, mul(weight('mean'), scale)));
    return { output, backward: (gradient) => [gradient] };
  }

  const share = graph.scalar(1 / values);
  const mean = mul(sumChannels(x, shape), share);
  const squares = mul(sumChannels(mul(x, x), shape), share);
  // Rounding can leave a constant channel with a variance just under 0.
  const variance = graph.apply('Relu', [sub(squares, mul(mean, mean))]);
  const inverse = invert(variance);
  for (const [role, statistic] of [
    ['mean', mean],
    ['variance', variance],
  ] as const) {
    const kept = mul(weight(role), graph.scalar(BATCH_NORM_MOMENTUM));
    setGradient(role, add(kept, mul(statistic, graph.scalar(1 - BATCH_NORM_MOMENTUM))));
  }
  const scale = mul(gamma, inverse);
  return {
    output: scaleChannels(x, shape, scale, sub(beta, mul(mean, scale))),
    backward: (gradient) => {
      const sum = sumChannels(gradient, shape);
      const centred = sub(sumChannels(mul(gradient, x), shape), mul(mean, sum));
      setGradient('beta', sum);
      setGradient('gamma', mul(centred, inverse));
      const a = graph.apply('Neg', [mul(scale, mul(mul(inverse, inverse), mul(centred, share)))]);
      const c = sub(graph.apply('Neg', [mul(scale, mul(sum, share))]), mul(a, mean));
      const fromMean = scaleChannels(x, shape, a, c);
      return [scaleChannels(gradient, shape, scale, graph.vector(shape.at(-1) as number, 0), fromMean)];
    },
  };
}

/** What batch norm needs, for [rows, features]. */
function createVectors(graph: OnnxGraph): Pick<MapOperations, 'sumChannels' | 'scaleChannels'> {
  const { add, mul } = arithmetic(graph);
  return {
    sumChannels: (x) => graph.apply('ReduceSum', [x, graph.integers([0])], { keepdims: 0 }),
    scaleChannels(x, _, scale, shift, addend) {
      const scaled = add(mul(x, scale), shift);
      return addend === undefined ? scaled : add(scaled, addend);
    },
  };
}

function buildDense({ graph, inputs, weight, setGradient, needsInputGradient }: LayerContext): LayerOperations {
  const [x] = inputs;
  const kernel = weight('kernel');
  return {
    output: graph.apply('Gemm', [x, kernel, weight('bias')]),
    backward: (gradient) => {
      setGradient('kernel', graph.apply('Gemm', [x, gradient], { transA: 1 }));
      setGradient('bias', graph.apply('ReduceSum', [gradient, graph.integers([0])], { keepdims: 0 }));
      return [needsInputGradient ? graph.apply('Gemm', [gradient, kernel], { transB: 1 }) : null];
    },
  };
}

function buildActivation(
  { graph, inputs: [x] }: LayerContext,
  activation: 'relu' | 'sigmoid' | 'tanh',
): LayerOperations {
  const { mul, sub } = arithmetic(graph);
  const one = graph.scalar(1);
  switch (activation) {
    case 'relu': {
      const output = graph.apply('Relu', [x]);
      return {
        output,
        backward: (gradient) => {
          // 1 where the output is positive, else 0: several times as fast as the sign.
          const slope = graph.apply('HardSigmoid', [output], { alpha: { float: STEEP }, beta: { float: 0 } });
          return [mul(gradient, slope)];
        },
      };
    }
    case 'sigmoid': {
      const output = graph.apply('Sigmoid', [x]);
      return { output, backward: (gradient) => [mul(gradient, mul(output, sub(one, output)))] };
    }
    case 'tanh': {
      const output = graph.apply('Tanh', [x]);
      return { output, backward: (gradient) => [mul(gradient, sub(one, mul(output, output)))] };
    }
    default:
      return activation satisfies never;
  }
}

/** Gives each pixel of a pooled square its share; what the squares do not cover gets 0. */
function spreadAverage({ graph, rows, placed }: LayerContext, gradient: string, size: number): string {
  const [height, width, channels] = placed.inputShape as [number, number, number];
  const [pooledHeight, pooledWidth] = placed.outputShape as [number, number];
  const { mul } = arithmetic(graph);
  const cells = graph.reshape(gradient, [rows, channels, pooledHeight, 1, pooledWidth, 1]);
  const spread = graph.apply('Expand', [
    mul(cells, graph.scalar(1 / (size * size))),
    graph.integers([rows, channels, pooledHeight, size, pooledWidth, size]),
  ]);
  const map = graph.reshape(spread, [rows, channels, pooledHeight * size, pooledWidth * size]);
  const missing = [height - pooledHeight * size, width - pooledWidth * size] as const;
  if (missing[0] === 0 && missing[1] === 0) return map;
  return graph.apply('Pad', [map, graph.integers([0, 0, 0, 0, 0, 0, ...missing])]);
}
