import { BATCH_NORM_EPSILON, BATCH_NORM_MOMENTUM, type PlacedLayer } from '../../models/network-description.ts';
import type { WeightRole } from '../../models/weight-layout.ts';
import { buildConvolution } from './convolution-operations.ts';
import type { OnnxGraph } from './onnx-graph.ts';

/** What a layer finds around it while a graph is built. Maps are [rows, channels, height, width] inside. */
export interface LayerContext {
  readonly graph: OnnxGraph;
  readonly rows: number;
  readonly placed: PlacedLayer;
  /** The layer's inputs, as tensor names; a sum has two. */
  readonly inputs: readonly [string, ...string[]];
  /** False for the graph that only predicts. */
  readonly isTraining: boolean;
  /** Nobody needs the gradient of the images. */
  readonly needsInputGradient: boolean;
  /** A weight in TensorFlow's order. */
  readonly weight: (role: WeightRole) => string;
  /** Sets what a weight's part of the gradient vector takes, in TensorFlow's order of values. */
  readonly setGradient: (role: WeightRole, tensor: string) => void;
  /** Declares the mask of a dropout layer: rows x values of its input, channels last. */
  readonly addMask: () => string;
}

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

/** Adds a layer's forward pass to a graph, and says how its backward pass is added. */
export function buildLayer(context: LayerContext): LayerOperations {
  const { graph, placed, inputs, rows } = context;
  const { layer, inputShape, outputShape } = placed;
  const [x] = inputs;
  const { mul } = arithmetic(graph);
  switch (layer.type) {
    case 'conv':
      return buildConvolution(context, layer);
    case 'batch-norm':
      return buildBatchNorm(context);
    case 'dense':
      return buildDense(context);
    case 'activation':
      return buildActivation(context, layer.activation);
    case 'add':
      return { output: graph.apply('Add', inputs), backward: (gradient) => [gradient, gradient] };
    case 'max-pool': {
      const window = { kernel_shape: [layer.size, layer.size], strides: [layer.size, layer.size] };
      const [output, indices] = graph.applyMany('MaxPool', [x], 2, window) as [string, string];
      const shape = graph.integers(toMapShape(rows, inputShape));
      return { output, backward: (gradient) => [graph.apply('MaxUnpool', [gradient, indices, shape], window)] };
    }
    case 'average-pool': {
      const { size } = layer;
      const output = graph.apply('AveragePool', [x], { kernel_shape: [size, size], strides: [size, size] });
      return { output, backward: (gradient) => [spreadAverage(context, gradient, size)] };
    }
    case 'global-average-pool': {
      const [height, width, channels] = inputShape as [number, number, number];
      const output = graph.apply('ReduceMean', [x], { axes: [2, 3], keepdims: 0 });
      return {
        output,
        backward: (gradient) => {
          const share = mul(graph.reshape(gradient, [rows, channels, 1, 1]), graph.scalar(1 / (height * width)));
          return [graph.apply('Expand', [share, graph.integers([rows, channels, height, width])])];
        },
      };
    }
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
 * Batch norm by its inference operator, fed with the batch's own statistics: onnxruntime runs it as one pass. The
 * backward pass, dz = scale * dy + a * x + c with a and c of each channel, uses it once more for a * x + c.
 */
function buildBatchNorm(context: LayerContext): LayerOperations {
  const { graph, rows, placed, weight, setGradient } = context;
  const [x] = context.inputs;
  const { add, sub, mul } = arithmetic(graph);
  const shape = placed.inputShape;
  const channels = shape.at(-1) as number;
  const isMap = shape.length === 3;
  const axes = isMap ? [0, 2, 3] : [0];
  const values = rows * (isMap ? (shape[0] as number) * (shape[1] as number) : 1);
  const [gamma, beta] = [weight('gamma'), weight('beta')];
  const epsilon = { epsilon: { float: BATCH_NORM_EPSILON } };
  if (!context.isTraining) {
    const output = graph.apply('BatchNormalization', [x, gamma, beta, weight('mean'), weight('variance')], epsilon);
    return { output, backward: (gradient) => [gradient] };
  }

  const mean = graph.apply('ReduceMean', [x], { axes, keepdims: 0 });
  const squares = mul(graph.apply('ReduceSumSquare', [x], { axes, keepdims: 0 }), graph.scalar(1 / values));
  // Rounding can leave a constant channel with a variance just under 0.
  const variance = graph.apply('Relu', [sub(squares, mul(mean, mean))]);
  const inverse = graph.apply('Reciprocal', [graph.apply('Sqrt', [add(variance, graph.scalar(BATCH_NORM_EPSILON))])]);
  for (const [role, statistic] of [
    ['mean', mean],
    ['variance', variance],
  ] as const) {
    const kept = mul(weight(role), graph.scalar(BATCH_NORM_MOMENTUM));
    setGradient(role, add(kept, mul(statistic, graph.scalar(1 - BATCH_NORM_MOMENTUM))));
  }
  const perChannel = (vector: string) => (isMap ? graph.reshape(vector, [1, channels, 1, 1]) : vector);
  return {
    output: graph.apply('BatchNormalization', [x, gamma, beta, mean, variance], epsilon),
    backward: (gradient) => {
      const sumAxes = graph.integers(axes);
      const sum = graph.apply('ReduceSum', [gradient, sumAxes], { keepdims: 0 });
      const sumOfProducts = graph.apply('ReduceSum', [mul(gradient, x), sumAxes], { keepdims: 0 });
      const centred = sub(sumOfProducts, mul(mean, sum));
      setGradient('beta', sum);
      setGradient('gamma', mul(centred, inverse));
      const scale = mul(gamma, inverse);
      const share = graph.scalar(1 / values);
      const a = graph.apply('Neg', [mul(scale, mul(mul(inverse, inverse), mul(centred, share)))]);
      const c = sub(graph.apply('Neg', [mul(scale, mul(sum, share))]), mul(a, mean));
      const identity = [graph.vector(channels, 0), graph.vector(channels, 1)];
      const affine = graph.apply('BatchNormalization', [x, a, c, ...identity], { epsilon: { float: 0 } });
      return [add(mul(gradient, perChannel(scale)), affine)];
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
      return { output, backward: (gradient) => [mul(gradient, graph.apply('Sign', [output]))] };
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

/** Shape of a map of many images inside the graph. */
export function toMapShape(rows: number, [height, width, channels]: readonly number[]): number[] {
  return [rows, channels as number, height as number, width as number];
}

/** Element-wise operators with two inputs. */
export function arithmetic(graph: OnnxGraph) {
  return {
    add: (a: string, b: string) => graph.apply('Add', [a, b]),
    sub: (a: string, b: string) => graph.apply('Sub', [a, b]),
    mul: (a: string, b: string) => graph.apply('Mul', [a, b]),
  };
}
