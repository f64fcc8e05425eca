import type { Page } from '@playwright/test';
import { planFrames, type FrameSource, type PlannedFrame } from '../frames/frame-plan.ts';
import type { GpuCalls } from '../pages/count-gpu-calls.ts';
import { mapPipelines, PIPELINES, type PipelineName } from '../pipelines.ts';
import { readGpuCalls } from './open-page.ts';

/** A pipeline's calls of WebGPU in a video that has run for a while. */
export interface CountedCalls {
  /** Over so many frames. */
  readonly frames: number;
  /** Of them all together. */
  readonly calls: GpuCalls;
}

/** Frames before the first that is counted: by then a pipeline has made all that it keeps, buffers and tracks. */
const SETTLING_FRAMES = 5;

/** Mien's detector looks at some frames only; what a peer does with a frame does not depend on those before it. */
const COUNTED_FRAMES: Readonly<Record<PipelineName, number>> = { mien: 60, faceApi224: 5, faceApi416: 5, human: 5 };

/** The video whose frames are counted: the first source (by default one face), for as long as it takes. */
export function planCountedVideo(sources: readonly FrameSource[]): PlannedFrame[] {
  return planFrames(sources.slice(0, 1), SETTLING_FRAMES + Math.max(...Object.values(COUNTED_FRAMES)));
}

/**
 * Shows each pipeline the video of `planCountedVideo`.
 *
 * @param from index of its first frame in the plan that the pages have
 */
export async function countCalls(
  pages: Readonly<Record<PipelineName, Page>>,
  from: number,
): Promise<Record<PipelineName, CountedCalls>> {
  const counted = mapPipelines<CountedCalls | null>(() => null);
  for (const name of PIPELINES) {
    const page = pages[name];
    const run = async (begin: number, frames: number) => {
      for (let i = 0; i < frames; i++) await page.evaluate((index) => window.bench.run(index), begin + i);
    };
    await run(from, SETTLING_FRAMES);
    const before = await readGpuCalls(page);
    const frames = COUNTED_FRAMES[name];
    await run(from + SETTLING_FRAMES, frames);
    counted[name] = { frames, calls: subtract(await readGpuCalls(page), before) };
  }
  return counted as Record<PipelineName, CountedCalls>;
}

function subtract(after: GpuCalls, before: GpuCalls): GpuCalls {
  return {
    dispatches: after.dispatches - before.dispatches,
    submits: after.submits - before.submits,
    readbacks: after.readbacks - before.readbacks,
    buffersCreated: after.buffersCreated - before.buffersCreated,
  };
}
