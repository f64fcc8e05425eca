import type { Browser, Page } from '@playwright/test';
import { parseJson } from '../../node/json-file.ts';
import { READ_MEASURE } from '../bench-page.ts';
import { mapPipelines, PIPELINES, type PipelineName } from '../pipelines.ts';
import { countTasks, TRACE_CATEGORIES, traceSchema, type MainThreadTasks } from './main-thread.ts';

const MARK = 'bench: traced';

/**
 * The tasks of a page's main thread while some work goes on, by Chromium's own tracing.
 *
 * @param measure see `countTasks`
 */
export async function traceTasks(
  browser: Browser,
  page: Page,
  measure: string | null,
  work: () => Promise<void>,
): Promise<MainThreadTasks> {
  await browser.startTracing(page, { categories: TRACE_CATEGORIES });
  await work();
  await page.evaluate((name) => void performance.mark(name), MARK);
  const trace = await browser.stopTracing();
  const { traceEvents } = parseJson(
    trace.toString(),
    traceSchema,
    (fault) => new Error(`Chromium's trace is not of the form that is read here: ${fault}`),
  );
  return countTasks(traceEvents, MARK, measure);
}

/**
 * Lets one pipeline after the other read frames while its main thread is traced: a pass of its own, since tracing costs
 * time.
 *
 * @param frames how many of the plan, from its beginning
 */
export async function measureTasks(
  browser: Browser,
  pages: Readonly<Record<PipelineName, Page>>,
  frames: number,
): Promise<Record<PipelineName, MainThreadTasks>> {
  const tasks = mapPipelines<MainThreadTasks | null>(() => null);
  for (const name of PIPELINES) {
    tasks[name] = await traceTasks(browser, pages[name], READ_MEASURE, async () => {
      for (let index = 0; index < frames; index++) await pages[name].evaluate((i) => window.bench.run(i), index);
    });
  }
  return tasks as Record<PipelineName, MainThreadTasks>;
}
