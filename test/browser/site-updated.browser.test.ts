import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import en from '../../src/words/en.json' with { type: 'json' };
import zh from '../../src/words/zh.json' with { type: 'json' };
import { BUILT_SITE } from '../../playwright.config.ts';
import { expect, openApp, test } from './mien-test.ts';

const ROOT = resolve(import.meta.dirname, '../..', BUILT_SITE);

/** The server has another version by now, without the older one's files unless they are left there. */
async function deployNextVersion(page: Page, isOlderLeft = false): Promise<void> {
  const html = await readFile(`${ROOT}/index.html`, 'utf8');
  if (!isOlderLeft) await page.route('**/assets/**', (route) => route.fulfill({ status: 404 }));
  await page.route(/\/(\?.*)?$/, (route) =>
    route.fulfill({ contentType: 'text/html', body: html.replaceAll(/assets\/index-[\w-]+/g, 'assets/index-next') }),
  );
}

test('a page that was open while the site was updated says so, and does not speak of memory', async ({ page }) => {
  // A part of the page that could not be loaded ahead, and is gone then.
  await page.route('**/assets/AboutView-*', (route) => route.abort());
  await openApp(page);
  await deployNextVersion(page);
  await page.getByRole('navigation').getByRole('link', { name: en.place_about }).click();
  await expect(page.getByTestId('update-note')).toHaveAttribute('data-news', 'replaced');
  await page.goBack();
  // An engine whose program is gone.
  await page.workers()[0]?.evaluate(() => {
    setTimeout(() => {
      throw new Error('as if it had run out of memory');
    });
  });
  await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'site-updated');
  await page.unrouteAll();
  await page.getByTestId('message').getByTestId('reload').click();
  await expect(page.getByTestId('engine-status')).toHaveAttribute('data-state', 'ready');
});

test('where nothing is kept, a page shows no figures of a version that it is not of', async ({ page }) => {
  await openApp(page);
  await deployNextVersion(page, true);
  await page.getByRole('navigation').getByRole('link', { name: en.place_about }).click();
  await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'site-updated');
  await expect(page.getByTestId('versions')).toHaveCount(0);
  await page.unrouteAll();
  await page.getByTestId('message').getByTestId('reload').click();
  await expect(page.getByTestId('versions')).toBeVisible();
});

test('a device check that the site was updated under says so, too', async ({ page }) => {
  let visits = 0;
  await page.route('**/check.html', async (route) => {
    const html = await (await route.fetch()).text();
    visits += 1;
    await route.fulfill({
      contentType: 'text/html',
      body: visits > 1 ? html.replaceAll('check-', 'check-next-') : html,
    });
  });
  await page.route('**/assets/engine.worker-*', (route) => route.fulfill({ status: 404 }));
  await page.goto('./check.html');
  await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'site-updated');
});

for (const [locale, tag, { unserved_title: title, unserved_text: text }] of [
  ['en-GB', 'en', en],
  ['zh-CN', 'zh-Hans', zh],
] as const) {
  test(`opened as a file, the page says how to serve it: ${locale}`, async ({ browser }) => {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    for (const name of ['index.html', 'check.html']) {
      await page.goto(pathToFileURL(`${ROOT}/${name}`).href);
      await expect(page.getByRole('heading')).toHaveText(title);
      await expect(page.getByRole('paragraph')).toHaveText(text);
      await expect(page.locator('html')).toHaveAttribute('lang', tag);
    }
    await context.close();
  });
}

test('a browser that does not understand the program, or misses it, is told what to do', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL: baseURL as string });
  const page = await context.newPage();
  await page.route('**/assets/words-*.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'export syntax of the future' }),
  );
  for (const name of ['./', 'check.html']) {
    await page.goto(name);
    await expect(page.getByRole('heading')).toHaveText(en.outdated_browser_title);
  }
  await page.unrouteAll();
  await page.route('**/assets/**', (route) => route.abort());
  await page.goto('./');
  await expect(page.getByRole('heading')).toHaveText(en.unloaded_title);
  await expect(page.getByRole('paragraph')).toHaveText(en.unloaded_text);
  await context.close();
});

test('a browser that knows no modules is told to make way for a newer one', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL as string });
  const page = await context.newPage();
  await page.addInitScript(() => {
    delete (HTMLScriptElement.prototype as Partial<HTMLScriptElement>).noModule;
  });
  await page.route('**/assets/**', (route) => route.abort());
  await page.goto('./');
  await expect(page.getByRole('heading')).toHaveText(en.outdated_browser_title);
  await context.close();
});
