import type { EngineName } from '../recipe/train-config.ts';
import { hasOnednn } from './onednn/onednn-library.ts';
import { findGpuAdapter } from '../../node/gpu/find-gpu-adapter.ts';

/**
 * The engine to train with: the one asked for, else the GPU's where there is a real one, else oneDNN where it is
 * installed, else onnxruntime.
 *
 * @param findGpu names this machine's GPU, or null; called for `auto` only
 * @param findOnednn whether oneDNN is installed; called for `auto` only
 */
export async function chooseEngine(
  asked: EngineName | 'auto',
  findGpu = findGpuAdapter,
  findOnednn = hasOnednn,
): Promise<EngineName> {
  if (asked !== 'auto') return asked;
  if ((await findGpu()) !== null) return 'tfjs-webgpu';
  return findOnednn() ? 'onednn' : 'onnxruntime';
}
