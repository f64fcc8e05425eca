import path from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { FrameFolder } from '../frames/find-sources.ts';
import { mapPipelines, PIPELINES, type PipelineName } from '../pipelines.ts';
import type { BenchServer } from '../site/serve-site.ts';
import { openPage, type BenchSite } from './open-page.ts';

/** One visit with an empty cache and the next one in the same browser profile. */
export interface Visit {
  /** Milliseconds from navigation to the first result. */
  readonly coldMs: number;
  readonly warmMs: number;
  /** Bytes that the first one downloaded, see `BenchServer.takeBytes`. */
  readonly bytes: number;
}

/** The visits of each pipeline's bench page, and of Mien's real page; null if the frames hold no picture for it. */
export interface LoadMeasurements {
  readonly pipelines: Readonly<Record<PipelineName, readonly Visit[]>>;
  readonly app: readonly Visit[] | null;
}

/** Visits every page in turn. */
export async function measureLoad(
  browser: Browser,
  server: BenchServer,
  site: BenchSite,
  { folder, sources }: FrameFolder,
  visits: number,
): Promise<LoadMeasurements> {
  const pipelines = mapPipelines<Visit[]>(() => []);
  const app: Visit[] = [];
  const picture = sources.find(({ kind }) => kind === 'picture');
  for (let round = 0; round < visits; round++) {
    for (const name of PIPELINES) {
      pipelines[name].push(await visitTwice(browser, server, (context) => openPage(context, name, site)));
    }
    if (picture) {
      const file = path.join(folder, picture.path);
      app.push(await visitTwice(browser, server, (context) => openApp(context, site, file)));
    }
  }
  return { pipelines, app: picture ? app : null };
}

/** A context of its own has a cache of its own. */
async function visitTwice(
  browser: Browser,
  server: BenchServer,
  open: (context: BrowserContext) => Promise<{ page: Page; firstResultMs: number }>,
): Promise<Visit> {
  // The page keeps itself for visits without a network once it is ready: that is no part of its first result.
  const context = await browser.newContext({ serviceWorkers: 'block' });
  try {
    server.takeBytes();
    const cold = await open(context);
    const bytes = server.takeBytes();
    await cold.page.close();
    const warm = await open(context);
    return { coldMs: cold.firstResultMs, warmMs: warm.firstResultMs, bytes };
  } finally {
    await context.close();
  }
}

/** Opens Mien's real page, hands it a photo at once and waits until it shows a face. */
async function openApp(
  context: BrowserContext,
  { url, backend }: BenchSite,
  file: string,
): Promise<{ page: Page; firstResultMs: number }> {
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  await page.goto(`${url}mien/index.html?backend=${backend}&model=fast`);
  await page.getByTestId('photo-input').setInputFiles(file);
  await page.getByTestId('face-card').first().waitFor();
  return { page, firstResultMs: await page.evaluate(() => performance.now()) };
}
