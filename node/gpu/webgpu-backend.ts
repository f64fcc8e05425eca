import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs itself
import { ExpectedError } from '../command/expected-error.ts';
import { openGpu, type Gpu } from './open-gpu.ts';

/** Environment variable that, set to 1, admits adapters that compute on the processor: only to check results. */
export const ALLOW_SOFTWARE_GPU = 'MIEN_ALLOW_SOFTWARE_GPU';

/** The webgpu backend of this thread. */
export interface WebgpuBackend {
  /** What went wrong on the GPU since the last call, or null: a shader that the driver refuses throws nothing. */
  takeFault(): string | null;
}

/** Dawn's object must outlive its device. */
let started: { readonly gpu: Gpu; readonly backend: WebgpuBackend } | null = null;

/**
 * Makes the tfjs webgpu backend current in this thread, on the npm package `webgpu`. A process that has done so ends
 * by `process.exit`: open GPU objects may keep it alive.
 *
 * @throws ExpectedError if there is no GPU, or only one that computes on the processor
 */
export async function prepareWebgpuBackend(): Promise<WebgpuBackend> {
  started ??= await startWebgpu();
  await tf.setBackend('webgpu');
  return started.backend;
}

async function startWebgpu(): Promise<NonNullable<typeof started>> {
  const gpu = await openGpu();
  if (!gpu) throw new ExpectedError('the engine tfjs-webgpu finds no GPU here; choose another engine');
  if (gpu.isSoftware && process.env[ALLOW_SOFTWARE_GPU] !== '1') {
    throw new ExpectedError(
      `the engine tfjs-webgpu finds only ${gpu.adapter}, which computes on the processor; choose another engine`,
    );
  }
  provideNavigator(gpu.gpu);
  // It registers itself only where there is a navigator.gpu.
  await import('@tensorflow/tfjs-backend-webgpu');
  if (!(await tf.setBackend('webgpu'))) {
    throw new ExpectedError(`the tfjs webgpu backend does not start on ${gpu.adapter}; choose another engine`);
  }
  return { gpu, backend: watchDevice((tf.backend() as unknown as { device: GPUDevice }).device) };
}

/** Node before 21 has no navigator, later ones have one without a GPU. */
function provideNavigator(gpu: GPU): void {
  const target: object = (globalThis as { navigator?: object }).navigator ?? {};
  Object.defineProperty(target, 'gpu', { value: gpu, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: target, configurable: true });
}

function watchDevice(device: GPUDevice): WebgpuBackend {
  let fault: string | null = null;
  let lost: string | null = null;
  device.addEventListener('uncapturederror', (event) => {
    fault = event.error.message;
  });
  void device.lost.then(({ reason, message }) => {
    lost = `the device was lost (${reason}): ${message}`;
  });
  return {
    takeFault() {
      const taken = lost ?? fault;
      fault = null;
      return taken;
    },
  };
}
