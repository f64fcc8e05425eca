import { InferenceSession, Tensor } from 'onnxruntime-node';
import { placeLayers, type NetworkDescription } from '../../../src/core/network-description.ts';
import { countValues, describeWeights } from '../../../src/core/weight-layout.ts';
import type { GradientFunction } from '../gradient-function.ts';
import { buildPredictionGraph, buildTrainingGraph, GRAPH_NAMES } from './network-graph.ts';
import { NCHWC, OnnxGraph } from './onnx-graph.ts';

/** One thread a session: several workers use several cores better than several threads do. */
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  // 3 is errors: the optimizer warns of constants that it folds.
  logSeverityLevel: 3,
};

/**
 * Gradients by stock onnxruntime-node: forward and backward pass are one inference graph (`buildTrainingGraph`).
 *
 * @throws Error if onnxruntime refuses the graph
 */
export async function createOnnxGradientFunction(network: NetworkDescription, rows: number): Promise<GradientFunction> {
  const size = countValues(describeWeights(network));
  const placed = placeLayers(network);
  const masked = placed.filter(({ layer }) => layer.type === 'dropout').map(({ inputShape }) => inputShape);
  const outputs = placed.at(-1)?.outputShape[0] as number;
  const block = await findBlockSize();
  const training = await InferenceSession.create(buildTrainingGraph(network, rows, block), SESSION_OPTIONS);
  let prediction: InferenceSession | null = null;

  // onnxruntime-node takes no shared memory, so the weights are copied, a thousandth of a step's time.
  const copy = (values: Float32Array) =>
    values.buffer instanceof SharedArrayBuffer ? Float32Array.from(values) : values;
  const toTensor = (values: Float32Array, shape: readonly number[]) => new Tensor('float32', copy(values), shape);
  const describeInputs = (images: Float32Array, weights: Float32Array) => ({
    [GRAPH_NAMES.images]: toTensor(images, [rows, ...network.input]),
    [GRAPH_NAMES.weights]: toTensor(weights, [size]),
  });
  return {
    async compute({ images, targets, masks }, weights, gradients) {
      const results = await training.run({
        ...describeInputs(images, weights),
        [GRAPH_NAMES.targets]: toTensor(targets, [rows, outputs]),
        ...Object.fromEntries(
          masked.map((shape, k) => [GRAPH_NAMES.mask(k), toTensor(masks[k] as Float32Array, [rows, ...shape])]),
        ),
      });
      gradients.set(results[GRAPH_NAMES.gradients]?.data as Float32Array);
      return (results[GRAPH_NAMES.loss]?.data as Float32Array)[0] as number;
    },
    async predict(images, weights) {
      prediction ??= await InferenceSession.create(buildPredictionGraph(network, rows, block), SESSION_OPTIONS);
      const results = await prediction.run(describeInputs(images, weights));
      return results[GRAPH_NAMES.logits]?.data as Float32Array;
    },
    async dispose() {
      await training.release();
      await prediction?.release();
    },
  };
}

const CHANNELS = 64;

/**
 * How many channels onnxruntime puts side by side in its NCHWc order here: 16 where there is AVX-512, 8 with AVX, 1 where
 * it has no such order. It is asked by reordering two pixels: the second follows after the first one's block.
 */
export async function findBlockSize(): Promise<number> {
  const graph = new OnnxGraph();
  const shape = [1, CHANNELS, 1, 2];
  const map = graph.addInput('map', shape);
  graph.addOutput('blocked', graph.apply('ReorderInput', [map], {}, NCHWC), shape);
  const pixels = Float32Array.from({ length: 2 * CHANNELS }, (_, index) => index % 2);
  try {
    const session = await InferenceSession.create(graph.build(), { logSeverityLevel: 4 });
    const { blocked } = await session.run({ map: new Tensor('float32', pixels, shape) });
    await session.release();
    const block = (blocked?.data as Float32Array).indexOf(1);
    return CHANNELS % block === 0 ? block : 1;
  } catch {
    return 1;
  }
}
