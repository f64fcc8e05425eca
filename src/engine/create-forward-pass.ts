import { getBackend, tidy, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { planKernels } from './webgpu/plan-kernels.ts';
import { runKernels } from './webgpu/run-kernels.ts';

/** From [n, height, width, channels] to [n, outputs]; leaves nothing else behind. */
export type ForwardPass = (input: Tensor4D) => Tensor2D;

/**
 * How the current backend runs a network: WebGPU by kernels of ours, in fewer dispatches than tfjs makes; every other
 * backend, and a network with a layer that these kernels do not know (see `planKernels`), by tfjs, layer by layer.
 *
 * @param network stays in use: its weights are not copied
 */
export function createForwardPass(network: LayersModel): ForwardPass {
  const kernels = getBackend() === 'webgpu' ? planKernels(network) : null;
  if (kernels) return (input) => runKernels(kernels, input);
  // Not `predict`, which first cuts its input into batches: one kernel more.
  return (input) => tidy(() => network.apply(input) as Tensor2D);
}
