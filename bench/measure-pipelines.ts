import type { Browser, Page } from '@playwright/test';
import { createRandom } from '../src/core/random.ts';
import type { FrameFolder } from './frames/find-sources.ts';
import { checkSources } from './frames/check-sources.ts';
import { planFrames } from './frames/frame-plan.ts';
import { mapPipelines, PIPELINES, type BenchBackend } from './pipelines.ts';
import type { BenchMeasurements } from './report/bench-report.ts';
import { useBench, useSite } from './site/use-bench.ts';
import { countCalls, planCountedVideo } from './measure/count-calls.ts';
import { measureApp } from './measure/measure-app.ts';
import { measureLimit } from './measure/measure-limit.ts';
import { measureLoad } from './measure/measure-load.ts';
import { measureMemory } from './measure/measure-memory.ts';
import { measureSpeed } from './measure/measure-speed.ts';
import { measureTasks } from './measure/measure-tasks.ts';
import { openPage, type BenchSite } from './measure/open-page.ts';

export interface MeasurePlan {
  readonly executablePath: string;
  readonly backend: BenchBackend;
  readonly frames: FrameFolder;
  /** Timed frames. */
  readonly count: number;
  readonly visits: number;
  readonly memoryFrames: number;
  readonly seed: number;
  /** Hears, a sentence at a time, what goes on. */
  readonly say: (sentence: string) => void;
}

/** Frames of a sequence that warm a pipeline up: machine code gets better for some frames, a GPU compiles once. */
const WARM_UP_FRAMES: Readonly<Record<BenchBackend, number>> = { wasm: 8, webgpu: 2 };
const TRACED_FRAMES: Readonly<Record<BenchBackend, number>> = { wasm: Infinity, webgpu: 20 };
const LIMIT_ROUNDS: Readonly<Record<BenchBackend, number>> = { wasm: 20, webgpu: 5 };

/**
 * Measures all pipelines in one browser session.
 *
 * @throws ExpectedError if a pipeline does not start on this backend, or a picture or clip cannot be shown
 */
export async function measurePipelines(measurePlan: MeasurePlan): Promise<BenchMeasurements> {
  const { executablePath, backend, frames, count, visits, memoryFrames, seed, say } = measurePlan;
  await checkShown(executablePath, frames);
  say('Building the pages ...');
  const plan = planFrames(frames.sources, count);
  const counted = backend === 'webgpu' ? planCountedVideo(frames.sources) : [];
  const shown = { folder: frames.folder, plan: [...plan, ...counted] };
  return useBench({ executablePath, backend, shown, hasCamera: true }, async ({ server, browser, adapter }) => {
    const site: BenchSite = { url: server.url, backend };
    say(`Opening each page ${visits} times with an empty cache and with a warm one ...`);
    const load = await measureLoad(browser, server, site, frames, visits);

    const pages = await openAll(browser, site);
    say(`Reading ${plan.length} frames in turns ...`);
    const random = createRandom(seed);
    const speed = await measureSpeed(pages, {
      plan,
      warmUpFrames: WARM_UP_FRAMES[backend],
      random: () => random.next(),
    });
    if (counted.length > 0) say('Counting calls of WebGPU ...');
    const calls = counted.length > 0 ? await countCalls(pages, plan.length) : null;
    say('Measuring matrix products against the classifier ...');
    const limit = await measureLimit(pages.mien, pages.faceApi224, LIMIT_ROUNDS[backend]);
    const traced = Math.min(plan.length, TRACED_FRAMES[backend]);
    say(`Tracing main threads over ${traced} frames, and that of Mien’s real page ...`);
    const tasks = await measureTasks(browser, pages, traced);
    for (const name of PIPELINES) await pages[name].context().close();
    const appTasks = await measureApp(browser, site);

    say(`Watching memory over ${memoryFrames} frames ...`);
    const memory = await measureMemory(browser, site, plan.length, memoryFrames);
    const version = `Chromium ${browser.version()}`;
    return { backend, adapter, browser: version, plan, speed, calls, load, memory, limit, tasks, appTasks };
  });
}

/** Needs no pages, and so comes before they are built, which takes long. */
async function checkShown(executablePath: string, frames: FrameFolder): Promise<void> {
  const { folder } = frames;
  const needs = { executablePath, backend: 'wasm', shown: { folder, plan: [] }, hasCamera: false } as const;
  await useSite(folder, needs, ({ server, browser }) => checkSources(browser, server.url, frames));
}

/** All pages at the same time, each in a context and so in a process of its own. */
async function openAll(browser: Browser, site: BenchSite) {
  const pages = mapPipelines<Page | null>(() => null);
  for (const name of PIPELINES) pages[name] = (await openPage(await browser.newContext(), name, site)).page;
  return pages as Record<(typeof PIPELINES)[number], Page>;
}
