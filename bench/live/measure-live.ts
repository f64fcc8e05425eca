import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { demoFrames } from '../frames/find-sources.ts';
import { openBrowser } from '../measure/open-browser.ts';
import { readHeap } from '../measure/read-heap.ts';
import { readResident } from '../measure/read-resident.ts';
import type { BenchBackend } from '../pipelines.ts';
import { buildSite } from '../site/build-site.ts';
import { serveSite } from '../site/serve-site.ts';
import { writeCameraFilm } from './camera-film.ts';
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
  const folder = await mkdtemp(path.join(tmpdir(), 'mien-film-'));
  const film = path.join(folder, 'camera.mjpeg');
  await writeCameraFilm(film, demoFrames());
  const server = await serveSite(await buildSite(backend), folder, []);
  try {
    const { browser, adapter } = await openBrowser(executablePath, backend, `${server.url}plan.json`, [
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ]);
    try {
      const page = await openLive(browser, `${server.url}mien/index.html?backend=${backend}&model=fast`);
      const startedAtMs = performance.now();
      const readings: LiveReading[] = [];
      for (let minute = 1; minute <= minutes; minute++) {
        await sleep(startedAtMs + minute * 60_000 - performance.now());
        const reading = await readLive(browser, page, minute);
        readings.push(reading);
        onReading(reading);
      }
      return { backend, adapter, browser: `Chromium ${browser.version()}`, readings };
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
}

/** @returns the page once it shows what it read in the first frames */
async function openLive(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ permissions: ['camera'] });
  const page = await context.newPage();
  // A compiler that is slow in software needs minutes.
  page.setDefaultTimeout(0);
  await page.goto(url);
  await page.getByTestId('use-webcam').click();
  await page.getByTestId('face-card').first().waitFor();
  return page;
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
