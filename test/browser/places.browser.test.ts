import en from '../../src/words/en.json' with { type: 'json' };
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { BUILT_SITE } from '../../playwright.config.ts';
import { CAMERA, GROUP, readGroupPhoto } from './face-pictures.ts';
import { expect, expectFaces, openApp, readFaces, test } from './mien-test.ts';

/** Compressed, of all scripts that the document names: what each place needs beyond that is loaded when it opens. */
const LARGEST_FIRST_SCREEN_BYTES = 60_000;

test('the first screen takes little program', async () => {
  const html = await readFile(`${BUILT_SITE}/index.html`, 'utf8');
  const scripts = new Set(Array.from(html.matchAll(/"\.\/([^"]+\.js)"/g), ([, file]) => file as string));
  expect(scripts.size).toBeGreaterThan(2);
  let bytes = 0;
  for (const file of scripts) bytes += gzipSync(await readFile(`${BUILT_SITE}/${file}`)).length;
  expect(bytes).toBeLessThanOrEqual(LARGEST_FIRST_SCREEN_BYTES);
});

test('places have addresses: back, forward and reload lead where they say', async ({ page }) => {
  await openApp(page, '?model=fast&backend=wasm');
  const main = page.locator('main');
  await page.getByTestId('use-webcam').click();
  await readFaces(page, CAMERA.faces.length);
  await expect(page).toHaveURL(/\?model=fast&backend=wasm#live$/);
  const track = await page.evaluateHandle(() => {
    const stream = document.querySelector('video')?.srcObject;
    return stream instanceof MediaStream ? stream.getVideoTracks()[0] : undefined;
  });

  await page.getByTestId('photo-input').setInputFiles(await readGroupPhoto());
  await expect(page).toHaveURL(/#photos$/);
  expect(await track.evaluate((stopped) => stopped?.readyState), 'the camera of the place that was left').toBe('ended');
  expectFaces(await readFaces(page, GROUP.faces.length), GROUP);

  await page.goBack();
  await expect(main).toHaveAttribute('data-view', 'live');
  await expect(main).toBeFocused();
  // The camera was allowed before: it comes back by itself.
  await readFaces(page, CAMERA.faces.length);
  await page.goBack();
  await expect(main).toHaveAttribute('data-view', 'start');
  await page.goForward();
  await expect(main).toHaveAttribute('data-view', 'live');
  await page.reload();
  await readFaces(page, CAMERA.faces.length);

  await page.getByTestId('go-photos').click();
  await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'no-photos');
  await expect(page).toHaveTitle('Photos · Mien');
});

test('the network and the prior stand in the address, and go along to the device check and back', async ({ page }) => {
  await openApp(page, '?backend=wasm#photos');
  await page.getByTestId('photo-input').setInputFiles(await readGroupPhoto());
  await readFaces(page, GROUP.faces.length);
  await page.getByTestId('prior').locator('input[value=acting]').check({ force: true });
  await expect(page).toHaveURL(/\?backend=wasm&prior=acting#photos$/);
  await page.getByTestId('engine-status').click();
  await page.getByTestId('model-wish').selectOption('fast');
  await expect(page).toHaveURL(/\?backend=wasm&prior=acting&model=fast#photos$/);
  await page.reload();
  await page.getByTestId('photo-input').setInputFiles(await readGroupPhoto());
  await readFaces(page, GROUP.faces.length);
  await expect(page.getByTestId('prior')).toHaveAttribute('data-prior', 'acting');

  await page.getByTestId('go-check').click();
  await expect(page).toHaveURL(/check\.html\?backend=wasm&prior=acting&model=fast$/);
  await page.getByTestId('go-live').click();
  await expect(page).toHaveURL(/\/\?backend=wasm&prior=acting&model=fast#live$/);
  await readFaces(page, CAMERA.faces.length);
});

test('a place is as far down as it was left, on the way back and after a reload', async ({ page }) => {
  await openApp(page, '#about');
  const matrix = page.getByTestId('matrix');
  await matrix.waitFor();
  // Above whatever grows when the engine becomes ready.
  await matrix.evaluate((section) => section.scrollIntoView());
  const scrolled = () => page.evaluate(() => Math.round(scrollY));
  const readKept = () =>
    page.evaluate(() => Math.round((history.state as { scrolledTo?: number } | null)?.scrolledTo ?? 0));
  await expect.poll(readKept).toBeGreaterThan(500);
  const left = await readKept();
  expect(await scrolled()).toBe(left);
  await page.getByTestId('go-photos').evaluate((link) => (link as HTMLAnchorElement).click());
  await expect(page.getByTestId('message')).toBeVisible();
  expect(await scrolled()).toBe(0);
  await page.goBack();
  await expect.poll(scrolled).toBe(left);
  await page.reload();
  await expect.poll(scrolled).toBe(left);
});

test('the keyboard keeps its place where a button goes away or changes', async ({ page }) => {
  await openApp(page, '?backend=abacus#live');
  await expect(page.getByTestId('note')).toHaveAttribute('data-code', 'unknown-backend');
  await readFaces(page, CAMERA.faces.length);
  await page.getByTestId('speak-zh').press('Enter');
  await expect(page.getByTestId('speak-en')).toBeFocused();
  await page.getByTestId('stop').press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await page.getByTestId('use-webcam').press('Enter');
  await readFaces(page, CAMERA.faces.length);
  await expect(page.locator('main')).toBeFocused();
});

test.describe('without the permission for the camera', () => {
  test.use({ permissions: [] });

  test('the address of the live place asks nobody: it offers the camera', async ({ page }) => {
    await openApp(page, '#live');
    await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'camera-off');
    await expect(page.getByTestId('use-webcam')).toBeVisible();
  });
});

test('a place whose program is gone says so', async ({ page }) => {
  await page.route('**/assets/LiveView-*.js', (route) => route.fulfill({ status: 404 }));
  await openApp(page);
  await page.getByTestId('use-webcam').click();
  await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'place-missing');
});

test.describe('of a Chinese browser', () => {
  test.use({ locale: 'zh-CN' });

  test('the page speaks Chinese, and another language once it is chosen, on the next visit too', async ({ page }) => {
    await openApp(page, '?model=fast#photos');
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
    await page.getByTestId('photo-input').setInputFiles(await readGroupPhoto());
    await readFaces(page, GROUP.faces.length);
    const card = page.getByTestId('face-card').first();
    await expect(card).toContainText('高兴');
    await expect(page).toHaveTitle('照片 · Mien');

    await page.getByTestId('speak-en').click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(card).toContainText('Happy');
    await expect(page).toHaveTitle('Photos · Mien');
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.getByTestId('go-check').click();
    await expect(page).toHaveTitle('Device check · Mien');
  });
});

test('parts of the page that could not be loaded come when asked for again, with their styles', async ({ page }) => {
  await page.route('**/assets/AboutView-*', (route) => route.abort());
  await page.route('**/assets/FirstUse-*', (route) => route.abort());
  await openApp(page);
  const missing = page.getByTestId('part-missing');
  await missing.getByTestId('retry').click();
  await expect(missing).toContainText(en.part_missing);
  await page.unroute('**/assets/FirstUse-*');
  await missing.getByTestId('retry').click();
  await expect(page.getByRole('heading', { name: en.first_law_title })).toBeVisible();

  await page.getByTestId('go-about').click();
  await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'place-missing');
  await page.getByTestId('retry').click();
  await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'place-missing');

  await page.unrouteAll();
  await page.getByTestId('retry').click();
  await expect(page.getByTestId('about')).toHaveCSS('display', 'grid');
});
