import { getBackend, tidy, type Tensor, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { planKernels, type PlannedKernel } from '../kernels/plan-kernels.ts';
import type { PendingResult } from './pending-result.ts';
import { createUpload } from './upload-input.ts';
import { runKernels } from '../webgpu/run-kernels.ts';

/**
 * Begins to run a network and does not wait for it.
 *
 * @param values the input, of this shape: [n, height, width, channels]
 * @returns the output, flat
 */
export type ForwardPass = (values: Float32Array<ArrayBuffer>, shape: Tensor4D['shape']) => PendingResult<Float32Array>;

/**
 * How the current backend runs a network. WebAssembly and WebGPU do it by kernels of ours: there with less arithmetic,
 * here in fewer dispatches than tfjs. Every other backend, a browser without SIMD, a device without memory for them, and a
 * network with a layer that these kernels do not know (see `planKernels`) leave it to tfjs, layer by layer.
 *
 * @param network not to be used by anybody else from then on
 */
export async function createForwardPass(network: LayersModel): Promise<ForwardPass> {
  const backend = getBackend();
  const planned = backend === 'wasm' || backend === 'webgpu' ? planKernels(network) : null;
  if (planned && backend === 'webgpu') return runOnTensors((input) => runKernels(planned, input));
  const pass = planned && (await createOwnPass(planned));
  if (pass) {
    // Its weights were copied.
    network.dispose();
    return pass;
  }
  // Not `predict`, which first cuts its input into batches: one kernel more.
  return runOnTensors((input) => tidy(() => network.apply(input) as Tensor2D));
}

/** @returns null where WebAssembly has no SIMD, or the kernels or their memory are out of this device's reach */
async function createOwnPass(planned: readonly PlannedKernel[]): Promise<ForwardPass | null> {
  // Loaded where they run: other backends need none of it.
  const [{ isOutOfReach, loadKernels }, { createWasmPass }] = await Promise.all([
    import('../wasm/load-kernels.ts'),
    import('../wasm/create-wasm-pass.ts'),
  ]);
  try {
    const startKernels = await loadKernels();
    if (!startKernels) return null;
    const run = createWasmPass(planned, startKernels());
    return (values, [batchSize]) => {
      const outputs = run(values, batchSize);
      return { output: null, decode: () => outputs, release: () => undefined };
    };
  } catch (error) {
    if (isOutOfReach(error)) return null;
    throw error;
  }
}

/**
 * A forward pass by kernels of tfjs's current backend.
 *
 * @param run leaves nothing behind but its output
 */
export function runOnTensors(run: (input: Tensor4D) => Tensor): ForwardPass {
  const upload = createUpload();
  return (values, shape) => {
    const uploaded = upload(values, shape);
    const output = run(uploaded.input);
    return {
      output,
      decode: (outputs) => outputs,
      release() {
        output.dispose();
        uploaded.release();
      },
    };
  };
}
