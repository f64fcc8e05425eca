import { env, removeBackend } from '@tensorflow/tfjs-core';
import simdBinaryUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plainBinaryUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import type { StartedBackend } from './backend.ts';
import { makeCurrent } from './make-current.ts';
import type { FetchFile } from '../link/fetch-model-file.ts';

/** There is no device that could be lost. */
const NEVER = new Promise<never>(() => undefined);

/**
 * Makes tfjs's WebAssembly backend the current one.
 *
 * @param fetchFile loads its binary
 * @throws Error if the binary cannot be loaded, or does not run as it should
 */
export async function startWasm(fetchFile: FetchFile): Promise<StartedBackend> {
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
