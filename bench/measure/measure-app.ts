import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import type { MainThreadTasks } from './main-thread.ts';
import { traceTasks } from './measure-tasks.ts';
import type { BenchSite } from './open-page.ts';

/** Of the main thread of Mien's real page. */
export interface AppTasks {
  /** From opening the page until it shows the first reading of the camera. */
  readonly starting: MainThreadTasks;
  /** Of some seconds of live video. */
  readonly live: MainThreadTasks;
}

/** So long after the first reading machine code is good, and what fades in is there. */
const SETTLING_MS = 3000;
const LIVE_MS = 10_000;

/** Lets Mien's real page read a camera, and traces its main thread. */
export async function measureApp(browser: Browser, site: BenchSite): Promise<AppTasks> {
  const context = await browser.newContext({ permissions: ['camera'], serviceWorkers: 'block' });
  const page = await context.newPage();
  const starting = await traceTasks(browser, page, null, () => openLive(page, site));
  await sleep(SETTLING_MS);
  const live = await traceTasks(browser, page, null, () => sleep(LIVE_MS));
  await context.close();
  return { starting, live };
}

/** Opens Mien's real page and its live view, and waits until that shows what it read in the first frames. */
export async function openLive(page: Page, { url, backend }: BenchSite): Promise<void> {
  // A compiler that is slow in software needs minutes.
  page.setDefaultTimeout(0);
  await page.goto(`${url}mien/index.html?backend=${backend}&model=fast`);
  await page.getByTestId('use-webcam').click();
  await page.getByTestId('face-card').first().waitFor();
}
