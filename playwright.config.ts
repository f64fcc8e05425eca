import { defineConfig } from '@playwright/test';
import { findChromium, SOFTWARE_GPU_FLAGS } from './node/chromium/find-chromium.ts';
import { ChromiumMissingError } from './node/chromium/provide-chromium.ts';

const chromium = findChromium();
if (!chromium) throw new ChromiumMissingError();

/** Where the tests' build goes. Not dist/: a test run does not replace what somebody serves. */
export const BUILT_SITE = '.cache/test-site';

/** Chromium with a camera that plays a film of test/browser/global-setup.ts. */
const playFilm = (film: 'shaking' | 'still') => [
  // Chromium refuses its sandbox to root, which CI often is.
  '--no-sandbox',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${import.meta.dirname}/.cache/test-films/${film}.mjpeg`,
];

/** They are about the GPU, which takes its time where it is software. */
const gpuTests = ['kernels.browser.test.ts', 'device-loss.browser.test.ts'];

/** Browser tests, in real Chromium on the production build. */
export default defineConfig({
  testDir: 'test/browser',
  testMatch: '*.browser.test.ts',
  outputDir: 'test-results',
  globalSetup: './test/browser/global-setup.ts',
  // Two at a time save a minute of eight, and make slow machines miss what they wait for.
  workers: 1,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/test-reports/browser.json' }]],
  use: {
    // Its port is known once the web server below has named it.
    baseURL: `http://localhost:${process.env.SITE_PORT ?? 0}/`,
    permissions: ['camera'],
    // Routes see nothing of what a service worker answers, and fetching everything ahead takes time: see offline.browser.test.ts.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'chromium',
      testIgnore: gpuTests,
      use: { launchOptions: { executablePath: chromium.path, args: playFilm('shaking') } },
    },
    {
      name: 'webgpu',
      testMatch: gpuTests,
      timeout: 600_000,
      expect: { timeout: 200_000 },
      use: { launchOptions: { executablePath: chromium.path, args: [...playFilm('still'), ...SOFTWARE_GPU_FLAGS] } },
    },
  ],
  webServer: {
    command: `vite build --outDir ${BUILT_SITE} && vite preview --outDir ${BUILT_SITE} --host localhost --port 0`,
    wait: { stdout: /http:\/\/localhost:(?<site_port>\d+)/ },
    // Or colours, forced by some CIs, would stand between the address and its port.
    env: { NO_COLOR: '1' },
    timeout: 180_000,
  },
});
