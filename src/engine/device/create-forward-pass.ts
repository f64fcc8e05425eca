import { getBackend, tidy, type Tensor, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { KernelsError, NONE_HERE, requireRight, takeTfjs } from '../link/kernels-error.ts';
import { planKernels, type PlannedKernel } from '../kernels/plan-kernels.ts';
import { releaseOnThrow, type PendingResult } from './pending-result.ts';
import type { NetworkKernels } from '../link/protocol.ts';
import { createUpload } from './upload-input.ts';
import { runKernels } from '../webgpu/run-kernels.ts';

/**
 * Begins to run a network and does not wait for it.
 *
 * @param values the input, of this shape: [n, height, width, channels]
 * @returns the output, flat
 */
export type ForwardPass = (values: Float32Array<ArrayBuffer>, shape: Tensor4D['shape']) => PendingResult<Float32Array>;

/** How a network runs, and whose kernels run it. */
export interface ChosenForwardPass {
  readonly run: ForwardPass;
  readonly kernels: NetworkKernels;
  /** Frees the network's tensors, if they are still there; to be called once, and no pass begun from then on. */
  readonly dispose: () => void;
}

/**
 * How the current backend runs a network. WebAssembly and WebGPU do it by kernels of ours: there with less arithmetic,
 * here in fewer dispatches than tfjs. Every other backend, a browser without SIMD, a device without memory for them or on
 * which they compute nonsense, and a network with a layer that these kernels do not know (see `planKernels`) leave it to
 * tfjs, layer by layer.
 *
 * @param network not to be used by anybody else from then on; disposed if this throws
 * @param measure how far a pass is off, see `measureDeviation`. WebGPU is not asked: its shaders are compiled later, all at
 * once, so that whoever warms the network up must measure
 */
export async function createForwardPass(
  network: LayersModel,
  measure: (run: ForwardPass) => Promise<number>,
): Promise<ChosenForwardPass> {
  const backend = getBackend();
  const dispose = () => void network.dispose();
  // Not `predict`, which first cuts its input into batches: one kernel more.
  const run = runOnTensors((input) => tidy(() => network.apply(input) as Tensor2D));
  if (backend !== 'wasm' && backend !== 'webgpu') return { run, kernels: NONE_HERE, dispose };
  const planned = planKernels(network);
  if (!planned) return { run, kernels: { name: 'tfjs', reason: 'unknown-layer', detail: null }, dispose };
  if (backend === 'webgpu') {
    return { run: runOnTensors((input) => runKernels(planned, input)), kernels: { name: 'mien-wgsl' }, dispose };
  }
  try {
    const own = await createOwnPass(planned);
    requireRight(await measure(own.run));
    // Its weights were copied.
    network.dispose();
    return own;
  } catch (error) {
    if (!(error instanceof KernelsError)) dispose();
    return { run, kernels: takeTfjs(error), dispose };
  }
}

/** @throws KernelsError 'no-simd', 'not-compiled' or 'no-memory' */
async function createOwnPass(planned: readonly PlannedKernel[]): Promise<ChosenForwardPass> {
  // Loaded where they run: other backends need none of it.
  const [{ loadKernels }, { createWasmPass }] = await Promise.all([
    import('../wasm/load-kernels.ts'),
    import('../wasm/create-wasm-pass.ts'),
  ]);
  const { name, start } = await loadKernels();
  const compute = createWasmPass(planned, start());
  const run: ForwardPass = (values, [batchSize]) => {
    const outputs = compute(values, batchSize);
    return { output: null, decode: () => outputs, release: () => undefined };
  };
  // Memory of WebAssembly is the browser's to free.
  return { run, kernels: { name }, dispose: () => undefined };
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
    const output = releaseOnThrow(uploaded, () => run(uploaded.input));
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
