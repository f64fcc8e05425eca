import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { provideMessages } from './tools/compile-messages.ts';
import { provideDeclarations } from './tools/library/provide-declarations.ts';
import { provideModels } from './tools/library/provide-models.ts';
import { provideFaceDetector, sharedConfig } from './vite.config.ts';

/** `npm run build:lib`: one folder to copy, with mien.js, its types, and beside it worker, WebAssembly and models. */
export default defineConfig({
  ...sharedConfig,
  plugins: [
    // Styles travel in the program, and each component puts its own into the shadow root that it stands in.
    svelte({ emitCss: false }),
    provideMessages(),
    provideFaceDetector(),
    provideModels(),
    provideDeclarations('src/embed/mien.ts'),
  ],
  // Icons and the like belong to the page.
  publicDir: false,
  build: {
    target: 'esnext',
    outDir: 'dist-lib',
    // No chunks: where mien.js lies tells it where the rest does.
    rolldownOptions: {
      input: { mien: 'src/embed/mien.ts' },
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: '[name].js', codeSplitting: false },
    },
  },
});
