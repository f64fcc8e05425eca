import * as tf from '@tensorflow/tfjs-core';

/** `tf.tidy` for work that returns no tensors: all that it makes are freed. */
export function tidyAll<T>(work: () => T): T {
  let result!: T;
  tf.tidy(() => {
    result = work();
  });
  return result;
}
