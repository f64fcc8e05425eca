import { chromium, type Browser } from '@playwright/test';
import { SOFTWARE_ADAPTER } from '../../src/core/software-adapter.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { SOFTWARE_GPU_FLAGS } from '../../node/chromium/find-chromium.ts';
import type { BenchBackend } from '../pipelines.ts';

/** The browser that all is measured in. */
export interface BenchBrowser {
  readonly browser: Browser;
  /** What the WebGPU adapter calls itself; null on wasm. */
  readonly adapter: string | null;
}

// Chromium refuses its sandbox to root, which CI often is.
const FLAGS = ['--no-sandbox'];
const GPU_FLAGS = ['--enable-unsafe-webgpu'];

/**
 * Starts Chromium; for WebGPU on this machine's adapter or, where there is none but software, on the one in software.
 *
 * @param secureUrl a page on localhost, since others have no WebGPU
 * @param extraFlags what else Chromium is to be told
 * @throws ExpectedError if there is no WebGPU at all
 */
export async function openBrowser(
  executablePath: string,
  backend: BenchBackend,
  secureUrl: string,
  extraFlags: readonly string[] = [],
): Promise<BenchBrowser> {
  const launch = (flags: readonly string[]) =>
    chromium.launch({ executablePath, args: [...FLAGS, ...extraFlags, ...flags] });
  if (backend === 'wasm') return { browser: await launch([]), adapter: null };
  for (const flags of [GPU_FLAGS, SOFTWARE_GPU_FLAGS]) {
    const browser = await launch(flags);
    const adapter = await readAdapter(browser, secureUrl).catch(async (error: unknown) => {
      await browser.close();
      throw error;
    });
    if (adapter !== null && (flags === SOFTWARE_GPU_FLAGS || !SOFTWARE_ADAPTER.test(adapter))) {
      return { browser, adapter };
    }
    await browser.close();
  }
  throw new ExpectedError(`${executablePath} offers no WebGPU here, not even in software; measure with --backend wasm`);
}

async function readAdapter(browser: Browser, secureUrl: string): Promise<string | null> {
  const page = await browser.newPage();
  try {
    await page.goto(secureUrl);
    return await page.evaluate(async () => {
      // Typed as always there.
      const adapter = await (navigator.gpu as GPU | undefined)?.requestAdapter();
      if (!adapter) return null;
      const { vendor, architecture, description } = adapter.info;
      return description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
    });
  } finally {
    await page.close();
  }
}
