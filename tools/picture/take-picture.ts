import type { Browser } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { drawPeople } from './drawn-people.ts';
import { withBuiltSite } from '../with-built-site.ts';

/** The pictures at the top of the README, by the colours that its reader prefers. */
const PICTURES = { light: 'docs/mien-light.webp', dark: 'docs/mien-dark.webp' } as const;

const ROOT = path.join(import.meta.dirname, '../..');
const CACHE = path.join(ROOT, '.cache/picture');
const FILM = path.join(CACHE, 'people.mjpeg');

/** How far the people lean in the frames of the film, in pixels; it is played in a loop. */
const SWAY = [0, 1, 2, 1, 0, -1, -2, -1] as const;

const WINDOW = { width: 1180, height: 760 } as const;
/** Device pixels to a pixel of CSS: sharp on dense screens, too. */
const DENSITY = 2;
/** Frames after which the figures below the video have settled. */
const FRAMES = 120;
/** Of WebP, 0..100. */
const QUALITY = 85;

await mkdir(CACHE, { recursive: true });
await writeFile(FILM, await makeFilm());
const camera = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${FILM}`];
await withBuiltSite(path.join(CACHE, 'site'), camera, async ({ url, browser }) => {
  for (const scheme of ['light', 'dark'] as const) {
    const file = PICTURES[scheme];
    const { size } = await sharp(await takePicture(browser, url, scheme))
      .webp({ quality: QUALITY })
      .toFile(path.join(ROOT, file));
    console.log(`${file}: ${(size / 1000).toFixed(0)} kB`);
  }
});

/** What the camera sees: JPEGs one after the other. */
async function makeFilm(): Promise<Buffer> {
  const frames = SWAY.map((sway) =>
    sharp(Buffer.from(drawPeople(sway)))
      .jpeg({ quality: 95 })
      .toBuffer(),
  );
  return Buffer.concat(await Promise.all(frames));
}

/**
 * The page as it reads the drawn people live, as PNG. What it shows of them is what it read.
 *
 * @throws TimeoutError of Playwright's if it does not find both, or reads them as anything else than happy and surprised
 */
async function takePicture(browser: Browser, url: string, colorScheme: keyof typeof PICTURES): Promise<Buffer> {
  const context = await browser.newContext({
    viewport: WINDOW,
    deviceScaleFactor: DENSITY,
    permissions: ['camera'],
    colorScheme,
  });
  const page = await context.newPage();
  await page.goto(`${url}?model=fast`);
  await page.getByTestId('use-webcam').click();
  await page.waitForFunction(
    (frames) => Number(document.querySelector<HTMLElement>('[data-testid=stats]')?.dataset.frames) >= frames,
    FRAMES,
  );
  for (const expression of ['happy', 'surprise']) {
    await page.locator(`[data-testid=face-card][data-expression=${expression}]`).waitFor();
  }
  const picture = await page.screenshot();
  await context.close();
  return picture;
}
