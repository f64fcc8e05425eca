import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { openLive } from '../measure/measure-app.ts';
import { readHeap, readResident } from '../measure/read-memory.ts';
import type { BenchBackend } from '../pipelines.ts';
import { useBench } from '../site/use-bench.ts';
import type { LiveReading, LiveReport } from './describe-live.ts';

export interface LivePlan {
  readonly executablePath: string;
  readonly backend: BenchBackend;
  /** How long the video runs, by the clock on the wall. */
  readonly minutes: number;
  /** Hears each reading as it is made. */
  readonly onReading: (reading: LiveReading) => void;
}

/** Opens Mien's real page, lets it read a camera for as long as asked, and looks every minute at what it holds. */
export async function measureLive({ executablePath, backend, minutes, onReading }: LivePlan): Promise<LiveReport> {
  return useBench({ executablePath, backend, shown: null, hasCamera: true }, async ({ server, browser, adapter }) => {
    const page = await (await browser.newContext({ permissions: ['camera'], serviceWorkers: 'block' })).newPage();
    await openLive(page, { url: server.url, backend });
    const startedAtMs = performance.now();
    const readings: LiveReading[] = [];
    for (let minute = 1; minute <= minutes; minute++) {
      await sleep(startedAtMs + minute * 60_000 - performance.now());
      const reading = await readLive(browser, page, minute);
      readings.push(reading);
      onReading(reading);
    }
    return { backend, adapter, browser: `Chromium ${browser.version()}`, readings };
  });
}

async function readLive(browser: Browser, page: Page, minute: number): Promise<LiveReading> {
  const heapBytes = await readHeap(page);
  const residentBytes = await readResident(browser);
  const { frames, numTensors } = await page.getByTestId('stats').evaluate(({ dataset }) => ({
    frames: Number(dataset.frames),
    numTensors: Number(dataset.numTensors),
  }));
  return { minute, frames, numTensors, heapBytes, residentBytes };
}
