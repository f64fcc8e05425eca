import { rm } from 'node:fs/promises';
import type { Browser } from '@playwright/test';
import { makeCamera } from '../frames/camera-film.ts';
import type { PlannedFrame } from '../frames/frame-plan.ts';
import type { BenchBackend } from '../pipelines.ts';
import { buildSite } from './build-site.ts';
import { openBrowser } from './open-browser.ts';
import { serveSite, type BenchServer } from './serve-site.ts';

/** What a measurement needs. */
export interface BenchNeeds {
  readonly executablePath: string;
  readonly backend: BenchBackend;
  /** What the pages show: a folder of pictures and clips, and the frames of them; null: they show a camera. */
  readonly shown: { readonly folder: string; readonly plan: readonly PlannedFrame[] } | null;
  /** Whether Chromium plays a film as its camera. */
  readonly hasCamera: boolean;
}

/** The bench's pages on a server, and a browser to open them in. */
export interface Bench {
  readonly server: BenchServer;
  readonly browser: Browser;
  /** What the WebGPU adapter calls itself; null on wasm. */
  readonly adapter: string | null;
}

/**
 * Builds the pages, serves them and opens the browser for some work. Browser, server and pages are gone when it is over,
 * and where one of them does not start.
 *
 * @throws ExpectedError if the browser has no WebGPU at all, where that is needed
 */
export async function useBench<Result>(needs: BenchNeeds, work: (bench: Bench) => Promise<Result>): Promise<Result> {
  const site = await buildSite(needs.backend);
  try {
    return await useSite(site, needs, work);
  } finally {
    await rm(site, { recursive: true, force: true });
  }
}

/**
 * The same with a folder of pages that is there already, and stays.
 *
 * @throws as `useBench`
 */
export async function useSite<Result>(
  site: string,
  { executablePath, backend, shown, hasCamera }: BenchNeeds,
  work: (bench: Bench) => Promise<Result>,
): Promise<Result> {
  const server = await serveSite(site, shown?.folder ?? site, shown?.plan ?? []);
  try {
    const camera = hasCamera ? await makeCamera(site) : [];
    const { browser, adapter } = await openBrowser(executablePath, backend, `${server.url}plan.json`, camera);
    try {
      return await work({ server, browser, adapter });
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}
