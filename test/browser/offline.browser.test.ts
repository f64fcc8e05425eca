import type { Page } from '@playwright/test';
import { CAMERA, GROUP, readGroupPhoto } from './face-pictures.ts';
import { expect, expectFaces, openApp, readFaces, test as base } from './mien-test.ts';
import { serveSiteCopy, type SiteCopy } from './site-copy.ts';

const test = base.extend<{ site: SiteCopy }>({
  // Playwright wants the braces.
  // eslint-disable-next-line no-empty-pattern
  site: ({}, use) => serveSiteCopy(use),
  baseURL: ({ site }, use) => use(site.url),
});
test.use({ serviceWorkers: 'allow' });

/** Waits until the site is kept for visits without a network. */
async function waitUntilKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

test('after the first visit all of it works without a network, from any folder, and nothing personal is kept', async ({
  page,
  context,
  site,
}) => {
  await openApp(page);
  await waitUntilKept(page);
  const devtools = await context.newCDPSession(page);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
  // What the visit itself has fetched is not fetched once more.
  expect(site.sent.filter((file) => file === '/models/expression/fast/weights.bin')).toHaveLength(1);
  await site.stop();

  await openApp(page, '?model=accurate');
  await expect(page.getByTestId('engine-status')).toHaveAttribute('data-model', 'accurate');
  await page.getByTestId('use-webcam').click();
  expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);
  await page.getByTestId('photo-input').setInputFiles(await readGroupPhoto());
  expectFaces(await readFaces(page, GROUP.faces.length), GROUP);

  const kept = await page.evaluate(async () => {
    const requests = [];
    for (const name of await caches.keys()) requests.push(...(await (await caches.open(name)).keys()));
    return {
      files: requests.map(({ url }) => url),
      stored: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
      databases: (await indexedDB.databases()).map(({ name }) => name),
    };
  });
  expect(kept.files.filter((url) => !url.startsWith(site.url))).toEqual([]);
  expect(kept).toMatchObject({ stored: [], databases: [] });
  expect(await context.cookies()).toEqual([]);

  await page.goto('check.html?backend=wasm');
  await expect(page.locator('main[data-view=check]')).toHaveAttribute('data-backend', 'wasm');
});

test('a new version waits until it is wanted, and reloads only the tab that wants it', async ({
  page,
  context,
  site,
}) => {
  const note = (tab: Page) => tab.getByTestId('update-note');
  await openApp(page);
  await waitUntilKept(page);
  // The version that is kept opens both.
  await openApp(page);
  const other = await context.newPage();
  await openApp(other);

  await site.change('index.html', (html) => html.replace('<html', '<html data-version="next"'));
  await site.change('service-worker.js', (script) => script.replace(/\w+(?=","url":"index\.html")/, 'next'));
  // As the browser does by itself when a page is opened.
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  for (const tab of [page, other]) await expect(note(tab)).toHaveAttribute('data-news', 'offered');
  await other.getByTestId('update-later').click();
  await expect(note(other)).toBeEmpty();
  await other.reload();
  await expect(note(other)).toHaveAttribute('data-news', 'offered');

  await page.getByTestId('update-reload').click();
  await expect(page.locator('html')).toHaveAttribute('data-version', 'next');
  await expect(note(other)).toHaveAttribute('data-news', 'replaced');
  await expect(other.locator('html')).not.toHaveAttribute('data-version');
  await expect(page.getByTestId('engine-status')).toHaveAttribute('data-state', 'ready');
  await expect(note(page)).toBeEmpty();
});
