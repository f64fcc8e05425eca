import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';
import { INPUT_PIXELS, INPUT_SIZE, normalise, type Normalisation } from '../../src/core/preprocess.ts';

const BATCH_SIZE = 64;

/**
 * Logits of many faces.
 *
 * @param pixels n x 2304 gray bytes
 * @returns n x 7
 */
export function predictLogits(model: LayersModel, pixels: Uint8Array, normalisation: Normalisation): Float32Array {
  const count = pixels.length / INPUT_PIXELS;
  const logits = new Float32Array(count * EXPRESSION_COUNT);
  for (let begin = 0; begin < count; begin += BATCH_SIZE) {
    const rows = Math.min(BATCH_SIZE, count - begin);
    const values = new Float32Array(rows * INPUT_PIXELS);
    normalise(pixels.subarray(begin * INPUT_PIXELS, (begin + rows) * INPUT_PIXELS), normalisation, values);
    const batch = tf.tidy(() => {
      const output = model.predict(tf.tensor4d(values, [rows, INPUT_SIZE, INPUT_SIZE, 1])) as tf.Tensor;
      return output.dataSync() as Float32Array;
    });
    logits.set(batch, begin * EXPRESSION_COUNT);
  }
  return logits;
}
