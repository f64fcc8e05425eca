import type { create, globals } from 'webgpu';
import { SOFTWARE_ADAPTER } from '../../src/core/software-adapter.ts';
import { ExpectedError } from '../command/expected-error.ts';

/** A GPU adapter. */
export interface Gpu {
  readonly gpu: GPU;
  /** What the driver calls it. */
  readonly adapter: string;
  /** The driver computes on the processor: slower than any other engine by orders of magnitude. */
  readonly isSoftware: boolean;
}

/**
 * Asks the npm package `webgpu` (Dawn) for this machine's best adapter. The package's native code may write warnings
 * to stderr where there is none.
 *
 * @returns null if there is no adapter
 * @throws ExpectedError if the package does not load
 */
export async function openGpu(): Promise<Gpu | null> {
  const dawn = await loadDawn();
  // What tfjs expects of a browser: GPUBufferUsage and the like.
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return null;
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const name = description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
  return { gpu, adapter: name, isSoftware: isFallbackAdapter || SOFTWARE_ADAPTER.test(name) };
}

async function loadDawn(): Promise<{ create: typeof create; globals: typeof globals }> {
  try {
    return await import('webgpu');
  } catch (cause) {
    throw new ExpectedError('the npm package webgpu does not load here; choose another engine', { cause });
  }
}
