import { fileURLToPath, pathToFileURL } from 'node:url';
import { createAptInstaller, runCommand, SECOND, type Installer } from './apt-installer.ts';
import { findChromium, type Chromium, ChromiumPathError } from './find-chromium.ts';
import { ExpectedError } from '../command/expected-error.ts';

/** Thrown when there is no browser and none could be obtained; the message says what to install. */
export class ChromiumMissingError extends Error {
  constructor() {
    super(
      'No Chromium for the browser tests: install Chromium or Google Chrome (on Debian: apt-get install chromium), ' +
        'or set CHROMIUM_PATH to one, and run the command again.',
    );
    this.name = 'ChromiumMissingError';
  }
}

/**
 * Finds a browser for the browser tests, or obtains one with the first installer that works.
 *
 * @param say is told, a sentence at a time, what was found and done
 * @throws ChromiumMissingError, and what `find` throws
 */
export function provideChromium(
  find: () => Chromium | null,
  installers: readonly Installer[],
  say: (sentence: string) => void,
): Chromium {
  let chromium = find();
  if (chromium === null) say('Chromium: none found by CHROMIUM_PATH, on this system or in Playwright.');
  for (const { name, install } of installers) {
    if (chromium !== null) break;
    say(`Chromium: trying ${name} ...`);
    const failure = install();
    chromium = failure === null ? find() : null;
    if (chromium === null)
      say(`Chromium: ${name} did not work: ${failure ?? 'what it installed does not start here'}.`);
  }
  if (chromium === null) throw new ChromiumMissingError();
  say(`Chromium: ${chromium.path} (${chromium.source})`);
  return chromium;
}

/** Fails within seconds where there is no network; a stalled download is given up. */
const playwrightDownload: Installer = {
  name: "Playwright's download (about 200 MB)",
  install: () => {
    // Not by npx, which would leave the download running after a timeout.
    const cli = fileURLToPath(import.meta.resolve('@playwright/test/cli'));
    return runCommand([process.execPath, cli, 'install', '--no-shell', 'chromium'], 300 * SECOND, {
      PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: String(15 * SECOND),
    });
  },
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    provideChromium(findChromium, [playwrightDownload, createAptInstaller('chromium')], (sentence) =>
      console.log(sentence),
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/**
 * Path of the browser to measure in.
 *
 * @throws ExpectedError if there is none
 */
export function requireChromium(find: () => Chromium | null): string {
  try {
    const chromium = find();
    if (!chromium) throw new ChromiumMissingError();
    return chromium.path;
  } catch (error) {
    if (error instanceof ChromiumPathError || error instanceof ChromiumMissingError) {
      throw new ExpectedError(error.message, { cause: error });
    }
    throw error;
  }
}
