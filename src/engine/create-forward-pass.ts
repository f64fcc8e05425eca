import { getBackend, tidy, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { planKernels, type PlannedKernel } from './kernels/plan-kernels.ts';
import type { PendingResult } from './pending-result.ts';
import { createUpload } from './upload-input.ts';
import { runKernels } from './webgpu/run-kernels.ts';

/**
 * Begins to run a network and does not wait for it.
 *
 * @param values the input, of this shape: [n, height, width, channels]
 * @returns the output, [n, outputs], flat
 */
export type ForwardPass = (values: Float32Array<ArrayBuffer>, shape: Tensor4D['shape']) => PendingResult<Float32Array>;

/**
 * How the current backend runs a network. WebAssembly and WebGPU do it by kernels of ours: there with less arithmetic,
 * here in fewer dispatches than tfjs. Every other backend, a browser without SIMD, and a network with a layer that these
 * kernels do not know (see `planKernels`) leave it to tfjs, layer by layer.
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

/** @returns null where WebAssembly has no SIMD */
async function createOwnPass(planned: readonly PlannedKernel[]): Promise<ForwardPass | null> {
  // Loaded where they run: other backends need none of it.
  const [{ loadKernels }, { createWasmPass }] = await Promise.all([
    import('./wasm/load-kernels.ts'),
    import('./wasm/create-wasm-pass.ts'),
  ]);
  const kernels = await loadKernels();
  if (!kernels) return null;
  const run = createWasmPass(planned, kernels);
  return (values, [batchSize]) => {
    const outputs = run(values, batchSize);
    return { output: null, decode: () => outputs, release: () => undefined };
  };
}

/** @param run leaves nothing behind but its output */
function runOnTensors(run: (input: Tensor4D) => Tensor2D): ForwardPass {
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
