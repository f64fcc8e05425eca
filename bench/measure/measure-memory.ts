import type { Browser, Page } from '@playwright/test';
import { mapPipelines, PIPELINES, type PipelineName } from '../pipelines.ts';
import { openPage, type BenchSite } from './open-page.ts';
import { readHeap, readResident } from './read-memory.ts';

/** How much memory is in use after some frames, in bytes. */
export interface MemoryReading {
  readonly frame: number;
  /** JavaScript objects and array buffers of the page and its workers that live on after a garbage collection. */
  readonly heapBytes: number;
  /** Resident memory of all of the browser's processes, while it shows nothing else; null where only Linux could tell. */
  readonly residentBytes: number | null;
}

/** The first reading comes when everything has been made that stays. */
const FIRST_READING = 50;

/**
 * Lets each pipeline alone read frames, again from the beginning when the plan is over.
 *
 * @param frames how many; with 50 or fewer there is one reading
 */
export async function measureMemory(
  browser: Browser,
  site: BenchSite,
  planLength: number,
  frames: number,
): Promise<Record<PipelineName, readonly MemoryReading[]>> {
  const readings = mapPipelines<MemoryReading[]>(() => []);
  for (const name of PIPELINES) {
    const context = await browser.newContext();
    const { page } = await openPage(context, name, site);
    for (let frame = 1; frame <= frames; frame++) {
      await page.evaluate((i) => window.bench.run(i), (frame - 1) % planLength);
      if (frame === FIRST_READING || frame === frames) readings[name].push(await readMemory(browser, page, frame));
    }
    await context.close();
  }
  return readings;
}

async function readMemory(browser: Browser, page: Page, frame: number): Promise<MemoryReading> {
  return { frame, heapBytes: await readHeap(page), residentBytes: await readResident(browser) };
}
