import { cpSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const fromHere = (file: string) => path.join(import.meta.dirname, file);
const inPackages = (folder: string) => path.join(import.meta.dirname, '../node_modules', folder);

/** The peers' models and binaries out of their packages, where their pages look for them. */
const PEER_FILES: readonly (readonly [source: string, files: RegExp, target: string])[] = [
  [inPackages('@vladmandic/face-api/model'), /^(tiny_face_detector|face_expression)_/, 'models/face-api'],
  [inPackages('@vladmandic/human/models'), /^(blazeface|emotion)\./, 'models/human'],
  [inPackages('@tensorflow/tfjs-backend-wasm/wasm-out'), /wasm(-simd)?\.wasm$/, 'wasm'],
];

function providePeerFiles(): Plugin {
  let outDir = '';
  return {
    name: 'bench:peer-files',
    configResolved: ({ root, build }) => void (outDir = path.resolve(root, build.outDir)),
    closeBundle() {
      for (const [source, files, target] of PEER_FILES) {
        cpSync(source, path.join(outDir, target), {
          recursive: true,
          filter: (file) => file === source || files.test(path.basename(file)),
        });
      }
    },
  };
}

/** The pages of the peers, built as a site would build them. Mien's own page is built by Mien's own configuration. */
export default defineConfig({
  root: fromHere('pages'),
  base: './',
  plugins: [providePeerFiles()],
  build: {
    target: 'esnext',
    emptyOutDir: true,
    // The peers are large, as is known.
    chunkSizeWarningLimit: 4000,
    rolldownOptions: { input: [fromHere('pages/face-api.html'), fromHere('pages/human.html')] },
  },
});
