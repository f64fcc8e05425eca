import path from 'node:path';
import type { Plugin } from 'vite';

/** Lets the engine's worker count its calls of WebGPU, as the pages do. Only a bench build has this. */
export function countCallsInWorker(): Plugin {
  const counter = path.join(import.meta.dirname, '../pages/count-gpu-calls.ts');
  return {
    name: 'bench:count-calls-in-worker',
    transform(code, id) {
      return id.endsWith('src/engine/engine.worker.ts')
        ? { code: `import ${JSON.stringify(counter)};\n${code}`, map: null }
        : null;
    },
  };
}
