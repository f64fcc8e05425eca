import type { Browser } from '@playwright/test';
import { ExpectedError } from '../../node/command/expected-error.ts';
import type { FrameFolder } from './find-sources.ts';

/** A clip that is cut short may open and never show a picture further on. */
const LONGEST_SEEK_MS = 20_000;

/**
 * Opens every picture and clip once, before anything is measured with them.
 *
 * @param url of the server that has them, with a slash at the end
 * @throws ExpectedError that names the first one that this browser cannot show
 */
export async function checkSources(browser: Browser, url: string, { sources }: FrameFolder): Promise<void> {
  const page = await browser.newPage();
  try {
    await page.goto(`${url}plan.json`);
    for (const { path, kind } of sources) {
      const address = `/frames/${path.split('/').map(encodeURIComponent).join('/')}`;
      const canShow = await (kind === 'clip'
        ? page.evaluate(canSeek, { address, longestMs: LONGEST_SEEK_MS })
        : page.evaluate(canDecode, address));
      if (!canShow)
        throw new ExpectedError(`${path} is no ${kind} that this browser can show; take it out of the folder`);
    }
  } finally {
    await page.close();
  }
}

// What follows runs in the page.

async function canDecode(address: string): Promise<boolean> {
  const response = await fetch(address);
  return createImageBitmap(await response.blob()).then(
    () => true,
    () => false,
  );
}

async function canSeek({ address, longestMs }: { address: string; longestMs: number }): Promise<boolean> {
  const video = Object.assign(document.createElement('video'), { src: address, muted: true, preload: 'auto' });
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), longestMs);
    video.onerror = () => resolve(false);
    video.onloadeddata = () => (video.currentTime = Number.isFinite(video.duration) ? video.duration * 0.9 : 0);
    video.onseeked = () => resolve(true);
  });
}
