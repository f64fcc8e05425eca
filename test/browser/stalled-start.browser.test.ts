import type { Page } from '@playwright/test';
import { CAMERA } from './face-pictures.ts';
import { expect, expectFaces, readFaces, test } from './mien-test.ts';

const status = (page: Page) => page.getByTestId('engine-status');

/** Lets the page's clock go on by more than a start may be silent before it compiles. */
async function skipTwoMinutes(page: Page): Promise<void> {
  await page.clock.runFor(120_000);
}

test('where WebGPU never answers, the next backend is taken, and the page says so', async ({ page }) => {
  await page.route('**/engine.worker-*.js', async (route) => {
    const program = await (await route.fetch()).text();
    const hang = 'Object.defineProperty(navigator, "gpu", { value: { requestAdapter: () => new Promise(() => {}) } });';
    await route.fulfill({ contentType: 'text/javascript', body: `${hang}\n${program}` });
  });
  await page.clock.install();
  await page.goto('./?model=fast');
  await expect(page.locator('#engine-details')).toContainText('Looking for the fastest way');
  await skipTwoMinutes(page);
  await expect(status(page)).toHaveAttribute('data-state', 'ready');
  const note = page.getByTestId('engine-note');
  await expect(note).toContainText('Mien runs on WebAssembly, because it came to a halt on WebGPU');
  await page.clock.runFor(10_000);
  await expect(note).toBeEmpty();
  await expect(page.getByTestId('note')).toContainText('WebGPU');
  await expect(page.locator('#engine-details')).toContainText('came to a halt');
  await page.getByTestId('use-webcam').click();
  expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);
});

for (const [what, file] of [
  ['the binary of the last backend', '**/*.wasm'],
  ['the expression model', '**/models/expression/fast/*.bin'],
] as const) {
  test(`where ${what} never arrives, the page says what to do, and a retry helps`, async ({ page }) => {
    await page.route(file, () => undefined);
    await page.clock.install();
    const asked = page.waitForRequest(file);
    await page.goto('./?model=fast');
    await asked;
    await skipTwoMinutes(page);
    const message = page.getByTestId('message');
    await expect(message).toHaveAttribute('data-code', 'start-stalled');
    await expect(message.getByRole('paragraph').first()).toContainText('Check the connection');
    await page.unroute(file);
    await page.getByTestId('restart-engine').click();
    await expect(status(page)).toHaveAttribute('data-state', 'ready');
    await expect(message).toHaveCount(0);
  });
}

test('a backend whose binary is not there is a failure, not a start without end', async ({ page }) => {
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 404 }));
  await page.goto('./?model=fast');
  await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'no-backend');
});
