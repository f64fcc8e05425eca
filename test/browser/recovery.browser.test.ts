import type { Page } from '@playwright/test';
import { endGpuProcess } from './end-gpu-process.ts';
import { CAMERA, GROUP, readGroupPhoto } from './face-pictures.ts';
import { expect, expectFaces, openApp, openPhotos, readFaces, test } from './mien-test.ts';

const status = (page: Page) => page.getByTestId('engine-status');
const note = (page: Page) => page.getByTestId('engine-note');

/** Lets the engine's worker die of an exception that nobody catches, as it would of a lack of memory. */
async function killWorker(page: Page): Promise<void> {
  await page.workers()[0]?.evaluate(() => {
    setTimeout(() => {
      throw new Error('as if it had run out of memory');
    });
  });
}

test('live video goes on by itself after the engine has died, and keeps what the visitor chose', async ({ page }) => {
  await openApp(page, '?model=accurate');
  await page.getByTestId('use-webcam').click();
  await readFaces(page, CAMERA.faces.length);
  await page.getByTestId('mirror').click();
  await page.getByTestId('prior').getByText('Acting').click();
  await expect(status(page)).toHaveAttribute('data-model', 'accurate');

  await killWorker(page);
  await expect(note(page)).toContainText('stopped');
  await expect(note(page)).toContainText('running again');
  expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);
  await page.evaluate(() => window.mienProbe.watchFrames(3));
  await expect(page.getByTestId('mirror')).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByTestId('prior')).toHaveAttribute('data-prior', 'acting');
  await expect(status(page)).toHaveAttribute('data-model', 'accurate');
  await expect(note(page)).toBeEmpty();
  await expect(page.getByTestId('message')).toHaveCount(0);
});

test('a crash of the GPU process leaves an engine alone that does not run on it', async ({ page, browser }) => {
  await openApp(page);
  await page.getByTestId('use-webcam').click();
  await readFaces(page, CAMERA.faces.length);
  await endGpuProcess(browser);
  await page.evaluate(() => window.mienProbe.watchFrames(10));
  expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);
  await expect(note(page)).toBeEmpty();
  await expect(status(page)).toHaveAttribute('data-state', 'ready');
});

test('a paused picture keeps its readings while the engine is replaced', async ({ page }) => {
  await openApp(page);
  await page.getByTestId('use-webcam').click();
  await readFaces(page, CAMERA.faces.length);
  await page.getByTestId('pause').click();
  await killWorker(page);
  await expect(note(page)).toContainText('stopped');
  expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);
  await expect(note(page)).toContainText('running again');
  await page.getByTestId('pause').click();
  await page.evaluate(() => window.mienProbe.watchFrames(3));
});

test('a photo in work is read by the next engine', async ({ page }) => {
  await openPhotos(page, await readGroupPhoto());
  await page.locator('[data-status=reading]').waitFor();
  await killWorker(page);
  await expect(note(page)).toContainText('stopped');
  expectFaces(await readFaces(page, GROUP.faces.length), GROUP);
});

test('an engine that dies again and again is left alone until the visitor starts it', async ({ page }) => {
  await openApp(page);
  for (let recovery = 0; recovery < 2; recovery++) {
    await killWorker(page);
    await expect(status(page)).toHaveAttribute('data-state', 'recovering');
    await expect(status(page)).toHaveAttribute('data-state', 'ready');
  }
  await killWorker(page);
  await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'worker-stopped');
  await page.getByTestId('restart-engine').click();
  await expect(status(page)).toHaveAttribute('data-state', 'ready');
  await expect(page.getByTestId('message')).toHaveCount(0);
});
