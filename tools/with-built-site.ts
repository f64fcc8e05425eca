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
 * Builds the site, serves it on localhost, starts Chromium, and ends both when `use` has ended.
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
  await build({ logLevel: 'warn', build: { outDir: folder } });
  const server = await preview({ build: { outDir: folder }, preview: { port: 0, host: 'localhost' } });
  try {
    // Chromium refuses its sandbox to root, which CI often is.
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...flags] });
    try {
      return await use({ url: server.resolvedUrls?.local[0] ?? '', browser });
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}
