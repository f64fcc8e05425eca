import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';
import { pickHead } from '../../src/core/heads.ts';
import { INPUT_PIXELS, INPUT_SIZE, normalise, type Normalisation } from '../../src/core/preprocess.ts';
import { availableParallelism } from 'node:os';
import { createOnnxInferenceFunction } from '../engines/onnxruntime/onnx-inference-function.ts';
import type { WeightedNetwork } from '../models/fold-batch-norm.ts';
import { listHeads } from '../../src/core/network-description.ts';

const BATCH_SIZE = 64;

/** Logits of each head, n x 7; null for a head that a network does not have. */
export interface HeadLogits {
  readonly votes: Float32Array;
  readonly labels: Float32Array | null;
}

/**
 * Logits of many faces.
 *
 * @param pixels n x 2304 gray bytes
 */
export function predictLogits(model: LayersModel, pixels: Uint8Array, normalisation: Normalisation): HeadLogits {
  const count = pixels.length / INPUT_PIXELS;
  const outputs = model.outputs[0]?.shape[1] as number;
  const logits = new Float32Array(count * outputs);
  for (let begin = 0; begin < count; begin += BATCH_SIZE) {
    const rows = Math.min(BATCH_SIZE, count - begin);
    const values = new Float32Array(rows * INPUT_PIXELS);
    normalise(pixels.subarray(begin * INPUT_PIXELS, (begin + rows) * INPUT_PIXELS), normalisation, values);
    const batch = tf.tidy(() => {
      const output = model.predict(tf.tensor4d(values, [rows, INPUT_SIZE, INPUT_SIZE, 1])) as tf.Tensor;
      return output.dataSync() as Float32Array;
    });
    logits.set(batch, begin * outputs);
  }
  return splitHeads(logits, outputs);
}

/**
 * Cuts a network's outputs into its heads.
 *
 * @param logits n x outputs
 * @param outputs of the network: seven, or fourteen
 */
export function splitHeads(logits: Float32Array, outputs: number): HeadLogits {
  const headCount = outputs / EXPRESSION_COUNT;
  return {
    votes: pickHead(logits, headCount, 'votes'),
    labels: headCount > 1 ? pickHead(logits, headCount, 'labels') : null,
  };
}

/**
 * `predictLogits` by onnxruntime on all cores: several times as fast, and the same but for rounding.
 *
 * @param weighted batch norm folded
 * @param pixels n x 2304 gray bytes
 */
export async function predictManyLogits(
  weighted: WeightedNetwork,
  pixels: Uint8Array,
  normalisation: Normalisation,
): Promise<HeadLogits> {
  const outputs = listHeads(weighted.network).length * EXPRESSION_COUNT;
  const logits = new Float32Array((pixels.length / INPUT_PIXELS) * outputs);
  const inference = await createOnnxInferenceFunction(weighted, BATCH_SIZE, availableParallelism());
  try {
    for (let row = 0; row * INPUT_PIXELS < pixels.length; row += BATCH_SIZE) {
      const faces = pixels.subarray(row * INPUT_PIXELS, (row + BATCH_SIZE) * INPUT_PIXELS);
      const images = new Float32Array(BATCH_SIZE * INPUT_PIXELS); // the last batch has room to spare
      normalise(faces, normalisation, images);
      const answers = await inference.predict(images);
      logits.set(answers.subarray(0, (faces.length / INPUT_PIXELS) * outputs), row * outputs);
    }
  } finally {
    await inference.dispose();
  }
  return splitHeads(logits, outputs);
}
