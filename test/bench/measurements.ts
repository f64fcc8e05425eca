import type { FrameSource, PlannedFrame } from '../../bench/frames/frame-plan.ts';
import { planFrames } from '../../bench/frames/frame-plan.ts';
import type { MainThreadTasks } from '../../bench/measure/main-thread.ts';
import { mapPipelines, type PipelineName } from '../../bench/pipelines.ts';
import type { BenchMeasurements } from '../../bench/report/bench-report.ts';

/** A picture that is shown as a whole. */
export const picture = (path: string, scene = 'pictures'): FrameSource => ({
  scene,
  kind: 'picture',
  path,
  region: null,
});

/** Twelve frames of one face and as many of four. */
export const PLAN: readonly PlannedFrame[] = planFrames([picture('one.jpg', 'one'), picture('four.jpg', 'four')], 24);

/** Milliseconds that a pipeline takes for one face; four take four times as long. */
const FACE_MS: Readonly<Record<PipelineName, number>> = { mien: 10, faceApi224: 35, faceApi416: 70, human: 80 };

const SHORT_TASKS: MainThreadTasks = { count: 90, longestMs: 6.25, above16: 0, longestCpuMs: 5, above16Cpu: 0 };
const LONG_TASKS: MainThreadTasks = { count: 90, longestMs: 120, above16: 9, longestCpuMs: 80, above16Cpu: 7 };

/** Made-up figures of which the results are known: every tenth frame takes ten times as long. */
export function makeMeasurements(backend: 'wasm' | 'webgpu'): BenchMeasurements {
  return {
    backend,
    adapter: backend === 'webgpu' ? 'SwiftShader' : null,
    browser: 'Chromium 1',
    plan: PLAN,
    speed: mapPipelines((name) =>
      PLAN.map(({ source, position }) => {
        const faces = source.scene === 'one' ? 1 : 4;
        const ms = FACE_MS[name] * faces * (position % 10 === 9 ? 10 : 1);
        return { ms, faces };
      }),
    ),
    calls:
      backend === 'webgpu'
        ? mapPipelines(() => ({
            frames: 60,
            calls: { dispatches: 660, submits: 63, readbacks: 60, buffersCreated: 0 },
          }))
        : null,
    tasks: mapPipelines((name) => (name === 'mien' ? SHORT_TASKS : LONG_TASKS)),
    appTasks: { starting: LONG_TASKS, live: SHORT_TASKS },
    load: {
      pipelines: mapPipelines(() => [
        { coldMs: 900, warmMs: 500, bytes: 1_000_000 },
        { coldMs: 1000, warmMs: 600, bytes: 1_000_000 },
        { coldMs: 9000, warmMs: 9000, bytes: 1_000_000 },
      ]),
      app: null,
    },
    memory: mapPipelines(() => [
      { frame: 50, heapBytes: 4e6, residentBytes: 500e6 },
      { frame: 500, heapBytes: 4.5e6, residentBytes: null },
    ]),
    // 2 * 512^3 operations in 10 ms: 26.8 GFLOP/s; 2 * 16 * 30 million in 50 ms: 19.2.
    limit: {
      products: [
        { size: 256, ms: [5, 5, 5] },
        { size: 512, ms: [10, 10, 99] },
      ],
      batches: [50, 50, 99],
      batchSize: 16,
      macs: 30e6,
    },
  };
}
