import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { WeightedNetwork } from '../../models/fold-batch-norm.ts';
import type { InferenceFunction } from '../inference-function.ts';
import { buildInferenceGraph, GRAPH_NAMES } from './network-graph.ts';

/**
 * Inference by stock onnxruntime-node. Its threads sleep between two runs: they share the cores with the training.
 *
 * @param rows of every call
 * @param threads that compute one call together
 * @throws Error if onnxruntime refuses the graph
 */
export async function createOnnxInferenceFunction(
  weighted: WeightedNetwork,
  rows: number,
  threads: number,
): Promise<InferenceFunction> {
  const session = await InferenceSession.create(buildInferenceGraph(weighted, rows), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // 3 is errors: the optimizer warns of constants that it folds.
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const shape = [rows, ...weighted.network.input];
  return {
    async predict(images) {
      const results = await session.run({ [GRAPH_NAMES.images]: new Tensor('float32', images, shape) });
      return results[GRAPH_NAMES.logits]?.data as Float32Array;
    },
    dispose: () => session.release(),
  };
}
