import { chromium as playwrightChromium } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

/** A Chromium that starts here, and where it came from. */
export interface Chromium {
  readonly path: string;
  readonly source: 'CHROMIUM_PATH' | 'system' | 'Playwright';
}

/** What finding a browser needs to know of the machine; tests hand in another machine. */
export interface ChromiumProbes {
  /** Value of the environment variable CHROMIUM_PATH. */
  readonly chosenPath: string | undefined;
  /** Paths at which this system keeps a Chromium or Chrome, best first. */
  readonly systemPaths: readonly string[];
  /** Path at which Playwright keeps its own, present or not. */
  readonly playwrightPath: string;
  /** Whether there is a browser at this path that starts. */
  readonly starts: (path: string) => boolean;
}

/** Thrown when CHROMIUM_PATH names something that is no browser: a wrong wish is not passed over in silence. */
export class ChromiumPathError extends Error {
  constructor(chosenPath: string) {
    super(`CHROMIUM_PATH is ${chosenPath}, which does not start as a browser: correct the path or unset it.`);
    this.name = 'ChromiumPathError';
  }
}

/**
 * The browser for the browser tests: CHROMIUM_PATH, else the system's, else Playwright's own.
 *
 * @returns null if there is none of these
 * @throws ChromiumPathError
 */
export function findChromium(probes: ChromiumProbes = probeMachine()): Chromium | null {
  const { chosenPath, systemPaths, playwrightPath, starts } = probes;
  if (chosenPath) {
    if (!starts(chosenPath)) throw new ChromiumPathError(chosenPath);
    return { path: chosenPath, source: 'CHROMIUM_PATH' };
  }
  const systemPath = systemPaths.find(starts);
  if (systemPath !== undefined) return { path: systemPath, source: 'system' };
  return starts(playwrightPath) ? { path: playwrightPath, source: 'Playwright' } : null;
}

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Browsers that are installed without being on PATH. */
const PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

function probeMachine(): ChromiumProbes {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => path.join(folder, command)));
  return {
    chosenPath: process.env.CHROMIUM_PATH,
    systemPaths: [...onPath, ...(PLACES[process.platform] ?? [])],
    playwrightPath: playwrightChromium.executablePath(),
    starts: startsAsBrowser,
  };
}

/** A file alone proves little: Ubuntu's `chromium-browser` is a stub, and a download may lack system libraries. */
function startsAsBrowser(file: string): boolean {
  if (!existsSync(file) || !statSync(file).isFile()) return false;
  // On Windows `--version` would open a window instead of answering.
  if (process.platform === 'win32') return true;
  return spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

/** Chromium's flags for WebGPU in software. All together: without one of them the GPU process dies at the first video frame. */
export const SOFTWARE_GPU_FLAGS: readonly string[] = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
];
