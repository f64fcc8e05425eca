import { backend, env, removeBackend, setBackend, type KernelBackend } from '@tensorflow/tfjs-core';
import simdBinaryUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plainBinaryUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { SOFTWARE_ADAPTER } from '../../core/software-adapter.ts';
import type { StartBackend, StartedBackend } from './backend.ts';
import type { BackendName } from '../link/protocol.ts';
import { testCurrentBackend } from './self-test.ts';
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

/** There is no device that could be lost. */
const NEVER = new Promise<never>(() => undefined);

async function startWasm(fetchFile: FetchFile): Promise<StartedBackend> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  // On pages with cross-origin isolation the threads of a minified build never answer, and half the cores gain little.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const hasSimd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
  // Not by tfjs, which waits for ever for a binary that cannot be loaded.
  const binaryUrl = URL.createObjectURL(await fetchBinary(hasSimd ? simdBinaryUrl : plainBinaryUrl, fetchFile));
  // tfjs wants to know all three, and takes one.
  setWasmPaths({
    'tfjs-backend-wasm.wasm': binaryUrl,
    'tfjs-backend-wasm-simd.wasm': binaryUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': binaryUrl,
  });
  try {
    await makeCurrent('wasm');
  } finally {
    URL.revokeObjectURL(binaryUrl);
  }
  return { adapter: null, takeFault: () => null, lost: NEVER, discard: () => removeBackend('wasm') };
}

/** @throws Error if the server does not have it or cannot be reached */
async function fetchBinary(url: string, fetchFile: FetchFile): Promise<Blob> {
  const response = await fetchFile(url);
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status}`);
  return response.blob();
}

async function makeCurrent(name: BackendName): Promise<void> {
  if (!(await setBackend(name))) throw new Error('It did not start');
  try {
    await testCurrentBackend();
  } catch (error) {
    removeBackend(name);
    throw error;
  }
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
