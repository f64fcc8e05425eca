/// <reference lib="dom" /> for what runs in the page
import { Command } from 'commander';
import puppeteer, { type Page } from 'puppeteer-core';
import { ExpectedError } from '../node/command/expected-error.ts';
import { runCommand } from '../node/command/run-command.ts';
import { withServedSite } from './with-built-site.ts';

const SITE = '.cache/firefox-site';
const PHOTO = `${import.meta.dirname}/../node_modules/@vladmandic/face-api/demo/sample3.jpg`;
/** Live frames to be read before the live view counts as working. */
const FRAMES = 30;

const program = new Command('check:firefox')
  .description('Starts the production build in Firefox, reads its test camera and a photo, and says what came of it.')
  .option('--firefox <file>', 'the program to start', '/usr/bin/firefox-esr');

await runCommand(async () => {
  const { firefox } = program.parse().opts<{ firefox: string }>();
  await withServedSite(SITE, async (url) => {
    const browser = await startFirefox(firefox);
    try {
      const page = await browser.newPage();
      const said: string[] = [];
      page.on('pageerror', (error) => said.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
      console.log(await browser.version());
      console.log(`ready: ${await waitForEngine(page, url)}`);
      console.log(`live: ${await readCamera(page)}`);
      console.log(`photo: ${await readPhoto(page)}`);
      if (said.length > 0) throw new ExpectedError(`Firefox reported errors: ${said.join('; ')}`);
    } finally {
      await browser.close();
    }
  });
});

async function startFirefox(executablePath: string) {
  try {
    return await puppeteer.launch({
      browser: 'firefox',
      executablePath,
      extraPrefsFirefox: { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true },
    });
  } catch (error) {
    throw new ExpectedError(`Firefox does not start (${String(error)}); name the program by --firefox`);
  }
}

async function waitForEngine(page: Page, url: string): Promise<string> {
  await page.goto(`${url}?model=fast`);
  const status = await page.waitForSelector('[data-testid=engine-status][data-state=ready]', { timeout: 120_000 });
  return (await status?.evaluate((element) => (element as HTMLElement).dataset.backend)) ?? '';
}

/** Firefox's test camera shows no face. */
async function readCamera(page: Page): Promise<string> {
  await page.click('[data-testid=use-webcam]');
  const stats = await page.waitForFunction(
    (frames) => {
      const found = document.querySelector<HTMLElement>('[data-testid=stats]');
      return found && Number(found.dataset.frames) >= frames && found.innerText.replaceAll(/\s+/g, ' ');
    },
    { timeout: 120_000 },
    FRAMES,
  );
  return String(await stats.jsonValue());
}

async function readPhoto(page: Page): Promise<string> {
  const input = await page.$('[data-testid=photo-input]');
  await (input as Awaited<ReturnType<typeof page.$<'input'>>>)?.uploadFile(PHOTO);
  await page.waitForSelector('[data-testid=face-card]', { timeout: 120_000 });
  const cards = await page.$$eval('[data-testid=face-card]', (found) =>
    found.map((card) => {
      const { expression, probabilities } = (card as HTMLElement).dataset;
      return `${expression} ${Math.max(...(JSON.parse(probabilities ?? '[]') as number[])).toFixed(6)}`;
    }),
  );
  return cards.join(', ');
}
