import { prepareWasmBackend } from './wasm-backend.ts';
import * as tf from '@tensorflow/tfjs-core';
import { ExpectedError } from '../../../node/command/expected-error.ts';

/** A tfjs backend that can train: WebAssembly, a GPU, or TensorFlow's own library. */
export type TfjsBackend = 'wasm' | 'webgpu' | 'node';

/** A backend that is current in this thread. */
export interface PreparedBackend {
  /** How tfjs calls it. */
  readonly name: string;
  /** What went wrong since the last call without being thrown, or null. */
  takeFault(): string | null;
}

/**
 * Makes a tfjs backend current in this thread. Its code is loaded now, not before.
 *
 * @throws ExpectedError if this machine cannot run it
 */
export async function prepareBackend(backend: TfjsBackend): Promise<PreparedBackend> {
  switch (backend) {
    case 'wasm':
      await prepareWasmBackend();
      return { name: 'wasm', takeFault: () => null };
    case 'webgpu': {
      const { prepareWebgpuBackend } = await import('../../../node/gpu/webgpu-backend.ts');
      const webgpu = await prepareWebgpuBackend();
      return { name: 'webgpu', takeFault: () => webgpu.takeFault() };
    }
    case 'node': {
      const { prepareNodeBackend } = await import('./prepare-backend.ts');
      await prepareNodeBackend();
      return { name: 'tensorflow', takeFault: () => null };
    }
    default:
      return backend satisfies never;
  }
}

import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs itself

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
