import { defineConfig } from 'vitest/config';

/** Unit tests, in Node. The browser tests are Playwright's: see playwright.config.ts. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    environment: 'node',
    // ESLint's type information and small trainings need more than the default 5 s on two slow cores.
    testTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: '.cache/test-reports/unit.json' }]],
  },
});
