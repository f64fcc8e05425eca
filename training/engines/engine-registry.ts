import type { EngineName } from '../recipe/train-config.ts';
import type { CreateGradientFunction } from './gradient-function.ts';
import type { TfjsBackend } from './tfjs/prepare-backend.ts';
import { hasOnednn } from './onednn/onednn-library.ts';
import { findGpuAdapter } from '../../node/gpu/find-gpu-adapter.ts';

/** The engine's gradient function. Its code is loaded when one is created, not before. */
export function createGradientFunctionOf(engine: EngineName): CreateGradientFunction {
  switch (engine) {
    case 'onnxruntime':
      return async (network, rows) => {
        const { createOnnxGradientFunction } = await import('./onnxruntime/onnx-gradient-function.ts');
        return createOnnxGradientFunction(network, rows);
      };
    case 'onednn':
      return async (network, rows) => {
        const { createOnednnGradientFunction } = await import('./onednn/onednn-gradient-function.ts');
        return createOnednnGradientFunction(network, rows);
      };
    case 'tfjs-wasm':
      return createWith('wasm');
    case 'tfjs-webgpu':
      return createWith('webgpu');
    case 'tfjs-node':
      return createWith('node');
    default:
      return engine satisfies never;
  }
}

/**
 * Loads an engine's native code in this thread, too: what only worker threads had loaded cannot be loaded again once
 * they have ended.
 */
export async function keepLibraryLoaded(engine: EngineName): Promise<void> {
  if (engine === 'onnxruntime') await import('onnxruntime-node');
  if (engine === 'onednn') await import('koffi');
}

function createWith(backend: TfjsBackend): CreateGradientFunction {
  return async (network, rows) => {
    const { createTfjsGradientFunction } = await import('./tfjs/tfjs-gradient-function.ts');
    return createTfjsGradientFunction(backend)(network, rows);
  };
}

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
