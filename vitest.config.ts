import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { provideWasmKernels } from './tools/compile-kernels.ts';
import { provideMessages } from './tools/compile-messages.ts';
import { tfjsForFaceApi } from './vite.config.ts';

/** Unit tests, in Node. The browser tests are Playwright's: see playwright.config.ts. */
export default defineConfig({
  plugins: [svelte(), provideMessages(), provideWasmKernels()],
  // face-api imports tfjs by names that are not installed: here, too, one module of ours answers.
  resolve: { alias: tfjsForFaceApi },
  test: {
    server: { deps: { inline: ['@vladmandic/face-api'] } },
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    environment: 'node',
    // ESLint's type information and small trainings need more than the default 5 s on two slow cores.
    testTimeout: 120_000,
    // By itself it would leave one of two cores idle.
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: '.cache/test-reports/unit.json' }]],
  },
});
