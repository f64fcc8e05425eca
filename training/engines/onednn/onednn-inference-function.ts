import type { WeightedNetwork } from '../../models/fold-batch-norm.ts';
import { countElements } from '../../../src/core/network-description.ts';
import type { InferenceFunction } from '../inference-function.ts';
import { buildNetworkPass, choosePrecision, type Precision } from './network-pass.ts';
import { loadOnednn } from './onednn-library.ts';

/**
 * Inference by oneDNN in this thread, on one core.
 *
 * @param rows of every call
 * @param precision by default what this processor is fast with
 * @throws ExpectedError if oneDNN is not on this system
 */
export function createOnednnInferenceFunction(
  { network, weights }: WeightedNetwork,
  rows: number,
  precision?: Precision,
): InferenceFunction {
  const library = loadOnednn();
  const buffers = {
    images: new Float32Array(rows * countElements(network.input)),
    weights: Float32Array.from(weights),
    gradients: new Float32Array(),
    masks: [],
  };
  const { list, logits } = buildNetworkPass(
    library,
    network,
    rows,
    precision ?? choosePrecision(library),
    buffers,
    null,
  );
  return {
    predict(images) {
      buffers.images.set(images);
      list.execute();
      return Promise.resolve(logits.slice());
    },
    dispose() {
      list.dispose();
      library.dispose();
      return Promise.resolve();
    },
  };
}
