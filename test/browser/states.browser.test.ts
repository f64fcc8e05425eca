import type { Page } from '@playwright/test';
import { CAMERA, GROUP, readGroupPhoto } from './face-pictures.ts';
import { alterGoldenFaces, expect, expectFaces, openApp, readFaces, test } from './mien-test.ts';

const MANIFEST = '**/models/expression/fast/manifest.json';

/** Expects the page to say what is wrong and what to do. */
async function expectMessage(page: Page, code: string): Promise<void> {
  const message = page.getByTestId('message');
  await expect(message).toHaveAttribute('data-code', code);
  await expect(message.getByRole('heading')).not.toBeEmpty();
  await expect(message.getByRole('paragraph').first()).not.toBeEmpty();
}

test.describe('without the permission for the camera', () => {
  test.use({ permissions: [] });

  test('says how to give it, and the same button works once it is given', async ({ page, context }) => {
    await openApp(page);
    await page.getByTestId('use-webcam').click();
    await expectMessage(page, 'camera-denied');
    await context.grantPermissions(['camera']);
    await page.getByTestId('retry').click();
    expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);
  });
});

test('no camera', async ({ playwright, launchOptions, baseURL }) => {
  const bare = await playwright.chromium.launch({ ...launchOptions, args: ['--no-sandbox'] });
  const page = await bare.newPage({ baseURL: baseURL ?? '', permissions: ['camera'] });
  await openApp(page);
  await page.getByTestId('use-webcam').click();
  await expectMessage(page, 'no-camera');
  await bare.close();
});

test('two cameras that see nobody: a picker, and a word on what to do', async ({
  playwright,
  launchOptions,
  baseURL,
}) => {
  const args = ['--no-sandbox', '--use-fake-device-for-media-stream=device-count=2'];
  const patterned = await playwright.chromium.launch({ ...launchOptions, args });
  const page = await patterned.newPage({ baseURL: baseURL ?? '', permissions: ['camera'] });
  await openApp(page);
  await page.getByTestId('use-webcam').click();
  await expectMessage(page, 'no-face');
  const picker = page.getByTestId('camera-picker');
  const first = await picker.inputValue();
  await picker.selectOption({ index: 1 });
  await expect(picker).not.toHaveValue(first);
  await expectMessage(page, 'no-face');
  await patterned.close();
});

test('a camera that another program holds', async ({ page }) => {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Could not start video source', 'NotReadableError'));
  });
  await openApp(page);
  await page.getByTestId('use-webcam').click();
  await expectMessage(page, 'camera-busy');
});

test('a camera that goes away', async ({ page }) => {
  await openApp(page);
  await page.getByTestId('use-webcam').click();
  await readFaces(page, CAMERA.faces.length);
  const card = page.getByTestId('face-card').first();
  await card.dispatchEvent('pointerenter');
  await expect(card).toHaveClass(/highlighted/);
  await page.evaluate(() => {
    const stream = document.querySelector('video')?.srcObject as MediaStream;
    stream.getVideoTracks()[0]?.dispatchEvent(new Event('ended'));
  });
  await expectMessage(page, 'camera-lost');
  // By keyboard: a pointer might come to rest on a face.
  await page.getByTestId('retry').press('Enter');
  await readFaces(page, CAMERA.faces.length);
  await expect(page.locator('.highlighted')).toHaveCount(0);
});

for (const [what, answer] of [
  ['is not there', { status: 404 }],
  ['is answered with a page, as servers of single-page apps do', { contentType: 'text/html', body: '<!doctype html>' }],
] as const) {
  test(`a model that ${what}, and how a retry helps`, async ({ page }) => {
    await page.route(MANIFEST, (route) => route.fulfill(answer));
    await page.goto('./');
    await expectMessage(page, 'model-missing');
    await page.unroute(MANIFEST);
    await page.getByTestId('restart-engine').click();
    await expect(page.getByTestId('engine-status')).toHaveAttribute('data-state', 'ready');
    await expect(page.getByTestId('message')).toHaveCount(0);
  });
}

test('a model that does not match its manifest', async ({ page }) => {
  await page.route(MANIFEST, async (route) => {
    const manifest = (await (await route.fetch()).json()) as { labels: string[] };
    await route.fulfill({ json: { ...manifest, labels: manifest.labels.toReversed() } });
  });
  await page.goto('./');
  await expectMessage(page, 'model-mismatch');
});

test('a network that this device computes wrongly on every backend', async ({ page }) => {
  await alterGoldenFaces(page, 'fast');
  await page.goto('./');
  await expectMessage(page, 'no-backend');
  await expect(page.getByTestId('message')).toContainText(/wasm: off by 0\.0\d+ of the largest output/);
});

test('weights that are not those of the manifest', async ({ page }) => {
  await page.route('**/models/expression/fast/*.bin', async (route) => {
    const body = await (await route.fetch()).body();
    body[100] = (body[100] as number) ^ 1;
    await route.fulfill({ body });
  });
  await page.goto('./');
  await expectMessage(page, 'model-mismatch');
});

test('a face detector that is not there keeps the photo for later', async ({ page }) => {
  const detector = '**/models/face-detector/**';
  await page.route(detector, (route) => route.fulfill({ status: 404 }));
  await page.goto('./');
  await page.getByTestId('photo-input').setInputFiles(await readGroupPhoto());
  await expectMessage(page, 'detector-missing');
  await page.unroute(detector);
  await page.getByTestId('restart-engine').click();
  expectFaces(await readFaces(page, GROUP.faces.length), GROUP);
});

test('without a graphics card it says what it runs on instead, and why', async ({ page }) => {
  await openApp(page);
  const status = page.getByTestId('engine-status');
  await expect(status).toHaveAttribute('data-backend', 'wasm');
  await expect(page.getByTestId('note')).toHaveAttribute('data-code', 'no-webgpu');
  await expect(page.getByTestId('note')).toContainText('WebAssembly');
  await status.click();
  await expect(page.getByText('Not on WebGPU')).toBeVisible();
});

test('a backend that does not exist is named, and the best one taken', async ({ page }) => {
  await openApp(page, '?backend=abacus');
  await expect(page.getByTestId('note').filter({ hasText: 'abacus' })).toHaveAttribute('data-code', 'unknown-backend');
});

test('a backend that is forced and cannot start is a failure, not another backend', async ({ page }) => {
  await page.goto('./?backend=webgpu');
  await expectMessage(page, 'no-backend');
});
