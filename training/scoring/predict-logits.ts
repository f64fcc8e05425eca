import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';
import { pickHead } from '../../src/core/heads.ts';
import { INPUT_PIXELS, INPUT_SIZE, normalise, type Normalisation } from '../../src/core/preprocess.ts';

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
