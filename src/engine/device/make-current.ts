import { removeBackend, setBackend } from '@tensorflow/tfjs-core';
import type { BackendName } from '../link/protocol.ts';
import { testCurrentBackend } from './self-test.ts';

/**
 * Makes a backend, whose code is loaded, tfjs's current one.
 *
 * @throws Error if it does not start, or computes nonsense; it is removed then
 */
export async function makeCurrent(name: BackendName): Promise<void> {
  if (!(await setBackend(name))) throw new Error('It did not start');
  try {
    await testCurrentBackend();
  } catch (error) {
    removeBackend(name);
    throw error;
  }
}
