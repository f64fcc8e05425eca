import { backend, removeBackend, type KernelBackend } from '@tensorflow/tfjs-core';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { SOFTWARE_ADAPTER } from '../../core/software-adapter.ts';
import type { StartBackend, StartedBackend } from './backend.ts';
import type { BackendName } from '../link/protocol.ts';
import { makeCurrent } from './make-current.ts';
import { startWasm } from './start-wasm.ts';
import type { FetchFile } from '../link/fetch-model-file.ts';

/**
 * How to start each backend. The code of a backend is loaded when it is tried, not before.
 *
 * @param fetchFile loads what a backend needs beside its code
 */
export function createBackendStarters(fetchFile: FetchFile): Readonly<Record<BackendName, StartBackend>> {
  return { webgpu: startWebgpu, webgl: startWebgl, wasm: () => startWasm(fetchFile) };
}

async function startWebgpu(allowSoftware: boolean): Promise<StartedBackend> {
  // Typed as always there; browsers without WebGPU and insecure pages have none.
  const gpu = navigator.gpu as GPU | undefined;
  if (!gpu) throw new Error('This browser offers no WebGPU here');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('No WebGPU adapter is available');
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const name = description || [vendor, architecture].filter(Boolean).join(' ') || null;
  refuseSoftware(name, isFallbackAdapter, allowSoftware);

  await import('@tensorflow/tfjs-backend-webgpu');
  await makeCurrent('webgpu');
  const { device } = backend() as KernelBackend & Pick<WebGPUBackend, 'device'>;
  let fault: string | null = null;
  // A shader that the driver refuses throws nothing: its results are just wrong.
  device.addEventListener('uncapturederror', (event) => {
    fault = `WebGPU: ${event.error.message}`;
  });
  return {
    adapter: name,
    takeFault() {
      const taken = fault;
      fault = null;
      return taken;
    },
    lost: device.lost.then(({ reason, message }) => `the WebGPU device was lost (${reason}): ${message}`),
    discard: () => removeBackend('webgpu'),
  };
}

async function startWebgl(allowSoftware: boolean): Promise<StartedBackend> {
  const name = readWebglRenderer();
  refuseSoftware(name, false, allowSoftware);

  await import('@tensorflow/tfjs-backend-webgl');
  await makeCurrent('webgl');
  const { gl } = (backend() as KernelBackend & Pick<MathBackendWebGL, 'getGPGPUContext'>).getGPGPUContext();
  return {
    adapter: name,
    takeFault: () => null,
    lost: new Promise((resolve) => {
      gl.canvas.addEventListener('webglcontextlost', () => resolve('the WebGL context was lost'), { once: true });
    }),
    discard: () => removeBackend('webgl'),
  };
}

function refuseSoftware(adapter: string | null, isFallback: boolean, allowSoftware: boolean): void {
  if (allowSoftware || !(isFallback || SOFTWARE_ADAPTER.test(adapter ?? ''))) return;
  throw new Error(`Its adapter is software, which is slower than WebAssembly${adapter ? `: ${adapter}` : ''}`);
}

function readWebglRenderer(): string | null {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) throw new Error('This browser offers no WebGL 2 here');
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof renderer === 'string' && renderer !== '' ? renderer : null;
}
