import type { Page } from '@playwright/test';
import { CAMERA, GROUP, readGroupPhoto } from './face-pictures.ts';
import {
  alterGoldenFaces,
  expect,
  expectFaces,
  expectHappySmiles,
  openApp,
  openPhotos,
  readFaces,
  test,
} from './mien-test.ts';

const ACCURATE = '**/models/expression/accurate/';

async function chooseModel(page: Page, wish: string): Promise<void> {
  await page.getByTestId('engine-status').click();
  await page.getByTestId('model-wish').selectOption(wish);
}

test('another network is loaded when it is asked for, while the webcam is read', async ({ page, session }) => {
  await openApp(page);
  await page.getByTestId('use-webcam').click();
  await readFaces(page, CAMERA.faces.length);
  const isAccurate = ({ url }: { url: string }) => url.includes('/models/expression/accurate/');
  expect(session.requests.filter(isAccurate)).toEqual([]);
  const status = page.getByTestId('engine-status');
  await expect(status).toHaveAttribute('data-model', 'fast');

  await chooseModel(page, 'accurate');
  await expect(status).toHaveAttribute('data-model', 'accurate');
  const frames = await page.evaluate(() => window.mienProbe.watchFrames(5));
  for (const { faces } of frames) {
    expectFaces(faces, CAMERA);
    expectHappySmiles(faces, CAMERA);
  }
  expect(new Set(frames.map((frame) => frame.numTensors)).size, 'tensors neither leak nor vanish').toBe(1);

  await page.getByTestId('model-wish').selectOption('fast');
  await expect(status).toHaveAttribute('data-model', 'fast');
  await page.evaluate(() => window.mienProbe.watchFrames(2));
});

test('a network that cannot be loaded leaves the one in use, and says so', async ({ page }) => {
  await page.route(`${ACCURATE}manifest.json`, (route) => route.fulfill({ status: 404 }));
  await openApp(page);
  await chooseModel(page, 'accurate');
  await expect(page.getByTestId('model-problem')).toBeVisible();
  await expect(page.getByTestId('engine-status')).toHaveAttribute('data-model', 'fast');
  // Once it is there it can be asked for again.
  await page.unroute(`${ACCURATE}manifest.json`);
  await page.getByTestId('model-wish').selectOption('fast');
  await page.getByTestId('model-wish').selectOption('accurate');
  await expect(page.getByTestId('engine-status')).toHaveAttribute('data-model', 'accurate');
  await expect(page.getByTestId('model-problem')).toHaveCount(0);
});

test('a network that never arrives is given up, the one in use stays, and it can be asked for again', async ({
  page,
}) => {
  // The limit is that of a start, far longer than a test: in the worker time flies.
  await page.route('**/engine.worker-*.js', async (route) => {
    const program = await (await route.fetch()).text();
    const hurry = '{ const wait = self.setInterval; self.setInterval = (call, ms) => wait(call, ms / 50); }';
    await route.fulfill({ contentType: 'text/javascript', body: `${hurry}\n${program}` });
  });
  await page.route(`${ACCURATE}*.bin`, () => undefined);
  await openApp(page);
  await chooseModel(page, 'accurate');
  await expect(page.getByTestId('model-problem')).toContainText('does not arrive');
  await expect(page.getByTestId('engine-status')).toHaveAttribute('data-model', 'fast');
  await page.unroute(`${ACCURATE}*.bin`);
  await page.getByTestId('model-wish').selectOption('fast');
  await page.getByTestId('model-wish').selectOption('accurate');
  await expect(page.getByTestId('engine-status')).toHaveAttribute('data-model', 'accurate');
  await expect(page.getByTestId('model-problem')).toHaveCount(0);
});

test('a network that this device computes wrongly is refused, the one in use stays, and the page says so', async ({
  page,
}) => {
  await alterGoldenFaces(page, 'accurate');
  await openApp(page);
  await chooseModel(page, 'accurate');
  await expect(page.getByTestId('model-problem')).toContainText('computes the other network wrongly');
  await expect(page.getByTestId('engine-status')).toHaveAttribute('data-model', 'fast');
});

test('the address can ask for the accurate network', async ({ page }) => {
  await openApp(page, '?model=accurate');
  await expect(page.getByTestId('engine-status')).toHaveAttribute('data-model', 'accurate');
});

test('readings of a photo follow the prior at once, and both come with what was measured', async ({ page }) => {
  await openPhotos(page, await readGroupPhoto());
  const everyday = await readFaces(page, GROUP.faces.length);
  await page.getByTestId('prior').getByText('Acting').click();
  await expect(page.getByTestId('prior')).toHaveAttribute('data-prior', 'acting');
  const acting = await readFaces(page, GROUP.faces.length);
  expectFaces(acting, GROUP);
  acting.forEach(({ probabilities, box }, index) => {
    expect(box).toEqual(everyday[index]?.box);
    // Disgust is the rarest in the data: expected as often as all others, it gains on neutral, the most frequent.
    const [, disgust = NaN, , , , , neutral = NaN] = probabilities;
    const [, disgustBefore = NaN, , , , , neutralBefore = NaN] = everyday[index]?.probabilities ?? [];
    expect(disgust / neutral).toBeGreaterThan(disgustBefore / neutralBefore);
  });

  await page.getByTestId('engine-status').click();
  await expect(page.getByTestId('classifier-kernels')).toHaveText('Mien’s own kernels, with relaxed SIMD');
  await expect(page.getByTestId('detector-kernels')).toHaveText('Mien’s own kernels, with relaxed SIMD');
  await page.getByTestId('scores').click();
  await expect(page.getByTestId('blind-scores')).toBeVisible();
  await expect(page.locator('#engine-details'), 'what led there is out of the way').toBeHidden();
});
