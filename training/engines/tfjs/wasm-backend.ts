import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs itself
import { registerGradientKernels } from './wasm-gradient-kernels.ts';

/**
 * Makes the tfjs wasm backend current in this thread, able to train convolutions. One thread each: its own threads
 * gain little in Node, so training runs several workers instead.
 *
 * @throws Error if the backend does not start
 */
export async function prepareWasmBackend(): Promise<void> {
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend('wasm'))) throw new Error('the tfjs wasm backend did not start');
  registerGradientKernels();
}
