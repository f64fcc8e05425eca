import { createReadStream, readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { provideWasmKernels } from './tools/compile-kernels.ts';
import { provideMessages } from './tools/compile-messages.ts';
import { nameByModels } from './tools/deploy/name-by-models.ts';
import { provideHeaders } from './tools/deploy/provide-headers.ts';
import { provideOffline } from './tools/deploy/provide-offline.ts';
import { provideUnserved } from './tools/deploy/provide-unserved.ts';
import { SITE_PAGES } from './tools/deploy/site-pages.ts';

const fromHere = (path: string) => `${import.meta.dirname}/${path}`;

/** face-api's imports of tfjs, all answered by one module of ours that says why. */
export const tfjsForFaceApi = [
  '@tensorflow/tfjs/dist/index.js',
  '@tensorflow/tfjs-backend-wasm/dist/index.js',
  '@tensorflow/tfjs-backend-webgl/dist/index.js',
].map((find) => ({ find, replacement: fromHere('src/engine/detector/tfjs-for-face-api.ts') }));

const DETECTOR_FILES = ['tiny_face_detector_model-weights_manifest.json', 'tiny_face_detector_model.bin'];

/** Serves and builds the face detector's weights out of the face-api package, as `models/face-detector/`. */
export function provideFaceDetector(): Plugin {
  const source = (file: string) => fromHere(`node_modules/@vladmandic/face-api/model/${file}`);
  return {
    name: 'mien:face-detector',
    configureServer({ middlewares }) {
      for (const file of DETECTOR_FILES) {
        middlewares.use(`/models/face-detector/${file}`, (_request, response) => {
          response.setHeader('Content-Type', file.endsWith('.json') ? 'application/json' : 'application/octet-stream');
          createReadStream(source(file)).pipe(response);
        });
      }
    },
    generateBundle() {
      for (const file of DETECTOR_FILES) {
        this.emitFile({ type: 'asset', fileName: `models/face-detector/${file}`, source: readFileSync(source(file)) });
      }
    },
  };
}

/** What every build of the page's program has in common, the library's as well. */
export const sharedConfig = {
  // Relative addresses: what is built works in any folder of any server.
  base: './',
  resolve: { alias: tfjsForFaceApi },
  // A worker is built apart, with plugins of its own.
  worker: { format: 'es', plugins: () => [provideWasmKernels()] },
} satisfies UserConfig;

export default defineConfig({
  ...sharedConfig,
  plugins: [
    svelte(),
    provideMessages(),
    provideFaceDetector(),
    provideWasmKernels(),
    nameByModels(),
    provideUnserved(),
    provideOffline(),
    provideHeaders(),
  ],
  // Two pages; what does not exist is answered with 404 and not with the start page.
  appType: 'mpa',
  build: {
    target: 'esnext',
    rolldownOptions: { input: [...SITE_PAGES] },
  },
  optimizeDeps: {
    // The dependencies of the worker are found at once, not by reloading the page while it runs.
    entries: [...SITE_PAGES, 'src/engine/engine.worker.ts', 'src/engine/detector/tfjs-for-face-api.ts'],
    // Left as it is, so that its imports of tfjs go by the alias above.
    exclude: ['@vladmandic/face-api'],
  },
});
