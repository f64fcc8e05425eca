import type { BrowserContext, Page } from '@playwright/test';
import { ExpectedError } from '../../node/command/expected-error.ts';
import type { GpuCalls } from '../pages/count-gpu-calls.ts';
import { PIPELINE, type BenchBackend, type PipelineName } from '../pipelines.ts';

/** Where the site is, and what its pages run on. */
export interface BenchSite {
  readonly url: string;
  readonly backend: BenchBackend;
}

/** A pipeline's page that has shown its first result. */
export interface OpenPage {
  readonly page: Page;
  readonly firstResultMs: number;
}

/**
 * Opens a pipeline's page and waits for its first result.
 *
 * @throws ExpectedError with what kept it from starting
 */
export async function openPage(context: BrowserContext, name: PipelineName, site: BenchSite): Promise<OpenPage> {
  const { title, page: path, query } = PIPELINE[name];
  const page = await context.newPage();
  // A compiler that is slow in software needs minutes.
  page.setDefaultTimeout(0);
  await page.goto(`${site.url}${path}?${new URLSearchParams({ backend: site.backend, ...query }).toString()}`);
  try {
    return { page, firstResultMs: await page.evaluate(() => window.bench.firstResult) };
  } catch (cause) {
    const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new ExpectedError(`${title} does not start on ${site.backend}: ${reason}`, { cause });
  }
}

/** The calls of WebGPU that a page and its workers have made. */
export async function readGpuCalls(page: Page): Promise<GpuCalls> {
  const sum: GpuCalls = { dispatches: 0, submits: 0, readbacks: 0, buffersCreated: 0 };
  const read = () => globalThis.benchGpuCalls;
  const realms = [page.evaluate(read), ...page.workers().map((worker) => worker.evaluate(read))];
  for (const calls of await Promise.all(realms)) {
    if (!calls) continue;
    for (const kind of Object.keys(sum) as (keyof GpuCalls)[]) sum[kind] += calls[kind];
  }
  return sum;
}
