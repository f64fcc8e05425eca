import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import { pathOfModel, type ModelName } from '../../src/core/model-names.ts';
import en from '../../src/words/en.json' with { type: 'json' };
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

/** Waits until the site is kept for visits without a network, this one included. */
async function waitUntilKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { serviceWorker } = navigator;
    const taking = new Promise((resolve) =>
      serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
    if (!serviceWorker.controller) await taking;
  });
}

/** The server has another version from now on. */
async function deployNext(site: SiteCopy): Promise<void> {
  await site.change('index.html', (html) => html.replace('<html', '<html data-version="next"'));
  await site.change('service-worker.js', (script) => script.replace(/\w+(?=","url":"index\.html")/, 'next'));
}

/** Of what tells of a newer version. */
async function expectAccessible(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  const { violations } = await new AxeBuilder({ page }).include('[data-testid=update-note]').analyze();
  expect(violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }))).toEqual([]);
}

async function readHash(name: ModelName): Promise<string> {
  const file = resolve(import.meta.dirname, '../../public', pathOfModel(name), 'manifest.json');
  return (JSON.parse(await readFile(file, 'utf8')) as ModelManifest).weightsSha256;
}

/** A part of the next version comes in the place of this one's. */
async function changePapers(site: SiteCopy): Promise<void> {
  const change = (text: string) => text.replace(/("weightsSha256": ?")\w{8}/, '$1ffffffff');
  await site.change('models/expression/fast/manifest.json', change);
  await site.change('models/expression/accurate/manifest.json', change);
}

test('the page that was there first goes on with its own version, without a network too', async ({ page, site }) => {
  await openApp(page);
  await waitUntilKept(page);
  await changePapers(site);
  await deployNext(site);
  await page.getByRole('navigation').getByRole('link', { name: en.place_about }).click();
  for (const name of ['fast', 'accurate'] as const) {
    await page.getByRole('radio', { name: en[`model_${name}`] }).press(' ');
    await expect(page.getByTestId('versions')).toContainText(await readHash(name));
  }
  await site.stop();
  await page.getByRole('navigation').getByRole('link', { name: en.place_inside }).click();
  await expect(page.getByRole('table')).toBeVisible();
  await page.getByTestId('engine-status').click();
  await page.getByTestId('model-wish').selectOption('accurate');
  await expect(page.getByTestId('engine-status')).toHaveAttribute('data-model', 'accurate');
});

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

  const card = await page.goto(`${pathOfModel('fast')}MODEL_CARD.md`);
  expect(card?.headers()['content-type']).toMatch(/^text\//);
  await expect(page.locator('body')).toContainText('expression');
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

  await deployNext(site);
  // As the browser does by itself when a page is opened.
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  for (const tab of [page, other]) await expect(note(tab)).toHaveAttribute('data-news', 'offered');
  await other.getByTestId('update-later').click();
  await expect(note(other)).toBeEmpty();
  // A version whose engine fails offers the newer one as well, and the device check does.
  await other.addInitScript(() => {
    window.Worker = function () {
      throw new Error('as if this version had a fault');
    } as unknown as typeof Worker;
  });
  await other.goto('check.html');
  await expect(other.getByRole('main')).toHaveAttribute('data-state', 'failed');
  await expect(note(other)).toHaveAttribute('data-news', 'offered');
  await other.goto('./');
  await expect(other.getByTestId('engine-status')).toHaveAttribute('data-state', 'failed');
  await expect(note(other)).toHaveAttribute('data-news', 'offered');
  await expectAccessible(other, 'light');

  await page.getByTestId('update-reload').click();
  await expect(page.locator('html')).toHaveAttribute('data-version', 'next');
  await expect(note(other)).toHaveAttribute('data-news', 'replaced');
  await expectAccessible(other, 'dark');
  await expect(other.locator('html')).not.toHaveAttribute('data-version');
  await expect(page.getByTestId('engine-status')).toHaveAttribute('data-state', 'ready');
  await expect(note(page)).toBeEmpty();
});
