import './count-gpu-calls.ts';
import type { Box } from '../../src/core/box.ts';
import { READ_MEASURE, type BenchPage, type FrameResult } from '../bench-page.ts';
import { FrameCanvas } from './frame-canvas.ts';
import type { PlannedFrame } from '../frames/frame-plan.ts';
import type { BenchBackend } from '../pipelines.ts';

/** A pipeline that is ready. */
export interface Pipeline {
  /** Finds the faces on the canvas and reads the expression of each. */
  readonly read: (canvas: HTMLCanvasElement) => Promise<readonly Box[]>;
  /** Forgets what it knows of the frames so far; absent where it knows nothing. */
  readonly beginVideo?: () => Promise<void>;
}

/** What the page's address says, which the command wrote. */
export const wishes = new URLSearchParams(location.search);

/** The backend that the page must run on. */
export const wishedBackend = wishes.get('backend') as BenchBackend;

/**
 * Starts a pipeline, shows it the first frame of the plan at once, as a visitor's camera would, and offers the rest as
 * `window.bench`.
 */
export function serveBench<P extends Pipeline>(
  start: () => Promise<P>,
  extras: (started: Promise<P>) => Omit<BenchPage, 'firstResult' | 'run'> = () => ({}),
): void {
  const frames = new FrameCanvas();
  const plan = fetchPlan();
  const started = start();
  let lastIndex = -1;

  async function run(index: number): Promise<FrameResult> {
    const [pipeline, planned] = [await started, await plan];
    const frame = planned[index];
    if (!frame) throw new RangeError(`the plan has no frame ${index}`);
    await frames.draw(frame);
    if (index !== lastIndex + 1 || frame.position === 0) await pipeline.beginVideo?.();
    lastIndex = index;
    // A task of its own: what the bench does to draw a frame is no pipeline's.
    await new Promise((resolve) => setTimeout(resolve));
    const begin = performance.now();
    const faces = await pipeline.read(frames.canvas);
    const { duration } = performance.measure(READ_MEASURE, { start: begin });
    performance.clearMeasures(READ_MEASURE);
    return { ms: duration, faces };
  }

  const firstResult = (async () => {
    // Beside the start, so that decoding a picture costs no pipeline time.
    await Promise.all([started, plan.then(([frame]) => frame && frames.draw(frame))]);
    await run(0);
    return performance.now();
  })();
  // Who asks for it hears of a failure; until then it is not unhandled.
  firstResult.catch(() => undefined);
  window.bench = { firstResult, run, ...extras(started) };
}

async function fetchPlan(): Promise<PlannedFrame[]> {
  const response = await fetch('/plan.json');
  return (await response.json()) as PlannedFrame[];
}
