import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs itself
import { ExpectedError } from '../../../node/command/expected-error.ts';

/** No dependency of ours: its install downloads some hundred megabytes. */
const TFJS_NODE = '@tensorflow/tfjs-node';

/**
 * Makes TensorFlow itself current in this thread, by the npm package `@tensorflow/tfjs-node` if it is installed.
 *
 * @throws ExpectedError if it is not, or does not start
 */
export async function prepareNodeBackend(): Promise<void> {
  try {
    await import(TFJS_NODE);
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    const reason = isMissing ? 'is not installed' : 'does not load here';
    throw new ExpectedError(
      `${TFJS_NODE} ${reason}; run \`npm install --no-save ${TFJS_NODE}@${tf.version_core}\`, or choose another engine`,
      { cause },
    );
  }
  if (!(await tf.setBackend('tensorflow')))
    throw new ExpectedError(`${TFJS_NODE} did not start; choose another engine`);
}
