import { backend, env, getBackend, type KernelBackend } from '@tensorflow/tfjs-core';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/**
 * Compiles all shaders of some kernels at once, where the current backend has shaders: called one after the other, each
 * kernel waits for its own. Does nothing on other backends.
 *
 * Nothing else may use the backend meanwhile: its kernels would compute nothing, or find shaders that are half done.
 *
 * @param callKernels calls the kernels and reads nothing: what they return has no values
 * @throws Error if the driver refuses a shader
 */
export async function compileInParallel(callKernels: () => void): Promise<void> {
  switch (getBackend()) {
    case 'webgpu':
      compileOnly('WEBGPU_ENGINE_COMPILE_ONLY', callKernels);
      await (
        backend() as KernelBackend & Pick<WebGPUBackend, 'checkCompileCompletionAsync'>
      ).checkCompileCompletionAsync();
      return;
    case 'webgl': {
      compileOnly('ENGINE_COMPILE_ONLY', callKernels);
      const webgl = backend() as KernelBackend &
        Pick<MathBackendWebGL, 'checkCompileCompletion' | 'getUniformLocations'>;
      // The one that blocks: its promise waits for animation frames, of which a hidden page has none.
      webgl.checkCompileCompletion();
      webgl.getUniformLocations();
      return;
    }
    default:
  }
}

/** @param flag with it on, kernels hand their shaders to the driver and leave it at that */
function compileOnly(flag: string, callKernels: () => void): void {
  env().set(flag, true);
  try {
    callKernels();
  } finally {
    env().set(flag, false);
  }
}
