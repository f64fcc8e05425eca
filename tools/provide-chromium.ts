import { spawnSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findChromium, type Chromium } from './find-chromium.ts';

/** A way to get a browser. */
export interface ChromiumInstaller {
  readonly name: string;
  /** Installs; null on success, else why it did not work. */
  readonly install: () => string | null;
}

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
  installers: readonly ChromiumInstaller[],
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

const SECOND = 1000;

/** Fails within seconds where there is no network; a stalled download is given up. */
const playwrightDownload: ChromiumInstaller = {
  name: "Playwright's download (about 200 MB)",
  install: () => {
    // Not by npx, which would leave the download running after a timeout.
    const cli = fileURLToPath(import.meta.resolve('@playwright/test/cli'));
    return runCommand([process.execPath, cli, 'install', '--no-shell', 'chromium'], 300 * SECOND, {
      PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: String(15 * SECOND),
    });
  },
};

const aptPackage: ChromiumInstaller = {
  name: "Debian's package (apt-get install chromium)",
  install: () => {
    if (runCommand(['apt-get', '--version'], 10 * SECOND) !== null) return 'there is no apt-get';
    const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    if (runCommand([...asRoot, 'true'], 10 * SECOND) !== null) return 'it needs root, or sudo without a password';
    const apt = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q'];
    return (
      runCommand([...apt, 'update'], 300 * SECOND) ??
      runCommand([...apt, 'install', '--yes', '--no-install-recommends', 'chromium'], 600 * SECOND)
    );
  },
};

/** Runs a command quietly; null on success, else the first line that looks like its reason. */
function runCommand(command: readonly string[], timeoutMs: number, environment: Record<string, string> = {}) {
  const [file = '', ...parameters] = command;
  const { error, status, signal, stdout, stderr } = spawnSync(file, parameters, {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
  });
  if (status === 0) return null;
  if (signal !== null) return `it took more than ${timeoutMs / SECOND} seconds`;
  if (error) return error.message;
  const lines = `${stderr}\n${stdout}`.split('\n').map((line) => line.trim());
  return lines.find((line) => /^(E|Err|Error):/.test(line)) ?? `exit status ${status}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    provideChromium(findChromium, [playwrightDownload, aptPackage], (sentence) => console.log(sentence));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
