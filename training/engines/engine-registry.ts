import type { EngineName } from '../train-config.ts';
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

function createWith(backend: TfjsBackend): CreateGradientFunction {
  return async (network, rows) => {
    const { createTfjsGradientFunction } = await import('./tfjs/tfjs-gradient-function.ts');
    return createTfjsGradientFunction(backend)(network, rows);
  };
}
