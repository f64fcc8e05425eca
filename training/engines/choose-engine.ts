import type { EngineName } from '../train-config.ts';
import { findGpuAdapter } from './tfjs/find-gpu-adapter.ts';

/**
 * The engine to train with: the one asked for, else the GPU's where there is a real one, else onnxruntime.
 *
 * @param findGpu names this machine's GPU, or null; called for `auto` only
 */
export async function chooseEngine(asked: EngineName | 'auto', findGpu = findGpuAdapter): Promise<EngineName> {
  if (asked !== 'auto') return asked;
  return (await findGpu()) === null ? 'onnxruntime' : 'tfjs-webgpu';
}
