import { prepareWasmBackend } from './wasm-backend.ts';

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
      const { prepareNodeBackend } = await import('./node-backend.ts');
      await prepareNodeBackend();
      return { name: 'tensorflow', takeFault: () => null };
    }
    default:
      return backend satisfies never;
  }
}
