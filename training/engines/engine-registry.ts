import type { EngineName } from '../recipe/train-config.ts';
import type { CreateGradientFunction } from './gradient-function.ts';
import type { TfjsBackend } from './tfjs/prepare-backend.ts';

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
