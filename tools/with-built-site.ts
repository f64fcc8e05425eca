import { chromium, type Browser } from '@playwright/test';
import { build, preview } from 'vite';
import { findChromium } from '../node/chromium/find-chromium.ts';
import { provideChromium } from '../node/chromium/provide-chromium.ts';

/** The production build as it is served, and a browser to see it in. */
export interface BuiltSite {
  /** Of the start page, with a slash at the end. */
  readonly url: string;
  readonly browser: Browser;
}

/**
 * Builds the site, serves it on localhost, and ends that when `use` has ended.
 *
 * @param folder where the build goes
 * @param use gets the address of the start page, with a slash at the end
 * @throws what `use` throws
 */
export async function withServedSite<T>(folder: string, use: (url: string) => Promise<T>): Promise<T> {
  await build({ logLevel: 'warn', build: { outDir: folder } });
  const server = await preview({ build: { outDir: folder }, preview: { port: 0, host: 'localhost' } });
  try {
    return await use(server.resolvedUrls?.local[0] ?? '');
  } finally {
    await server.close();
  }
}

/**
 * Builds and serves the site, starts Chromium, and ends both when `use` has ended.
 *
 * @param folder where the build goes
 * @param flags what Chromium is to be told
 * @throws ChromiumMissingError if there is no browser; what `use` throws
 */
export async function withBuiltSite<T>(
  folder: string,
  flags: readonly string[],
  use: (site: BuiltSite) => Promise<T>,
): Promise<T> {
  const { path: executablePath } = provideChromium(findChromium, [], console.log);
  return await withServedSite(folder, async (url) => {
    // Chromium refuses its sandbox to root, which CI often is.
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...flags] });
    try {
      return await use({ url, browser });
    } finally {
      await browser.close();
    }
  });
}
