import type { WeightedNetwork } from '../models/fold-batch-norm.ts';
import type { EngineName } from '../recipe/train-config.ts';
import type { InferenceFunction } from './inference-function.ts';

/** What computes what a training's teachers say: oneDNN where that trains, else onnxruntime. */
export function chooseInferenceEngine(engine: EngineName): 'onednn' | 'onnxruntime' {
  return engine === 'onednn' ? engine : 'onnxruntime';
}

/**
 * Makes an inference function.
 *
 * @param rows of every call
 * @param threads that compute one call together; oneDNN computes in this thread alone
 * @throws ExpectedError if the engine cannot run on this machine
 */
export async function createInferenceFunction(
  engine: 'onednn' | 'onnxruntime',
  weighted: WeightedNetwork,
  rows: number,
  threads: number,
): Promise<InferenceFunction> {
  if (engine === 'onednn') {
    const { createOnednnInferenceFunction } = await import('./onednn/onednn-inference-function.ts');
    return createOnednnInferenceFunction(weighted, rows);
  }
  const { createOnnxInferenceFunction } = await import('./onnxruntime/onnx-inference-function.ts');
  return createOnnxInferenceFunction(weighted, rows, threads);
}
