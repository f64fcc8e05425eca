import { max, median, quantile, sum } from 'simple-statistics';
import type { PlannedFrame } from '../frames/frame-plan.ts';
import type { CountedCalls } from '../measure/count-calls.ts';
import type { MainThreadTasks } from '../measure/main-thread.ts';
import type { AppTasks } from '../measure/measure-app.ts';
import type { LimitMeasurements } from '../measure/measure-limit.ts';
import type { LoadMeasurements, Visit } from '../measure/measure-load.ts';
import type { MemoryReading } from '../measure/measure-memory.ts';
import type { MeasuredFrame, SpeedMeasurements } from '../measure/measure-speed.ts';
import type { GpuCalls } from '../pages/count-gpu-calls.ts';
import { mapPipelines, PEERS, type BenchBackend, type PeerName, type PipelineName } from '../pipelines.ts';

/** How fast a pipeline read some frames. */
export interface FrameSpeed {
  readonly medianMs: number;
  readonly p95Ms: number;
  /** In all frames together. */
  readonly facesFound: number;
}

/** From opening a page to its first result; medians. */
export interface LoadTime {
  readonly coldMs: number;
  readonly warmMs: number;
  /** Compressed bytes of the first visit. */
  readonly downloadedBytes: number;
}

/** What is known of one pipeline. */
export interface PipelineReport extends FrameSpeed {
  readonly firstResult: LoadTime;
  /** While it read frames; absent from reports of before this was measured. */
  readonly mainThread?: MainThreadTasks;
  /** Empty if it was not measured. */
  readonly memory: readonly MemoryReading[];
  /** Means of `countedFrames` frames of a video that has run for a while; only on WebGPU. */
  readonly perFrame?: GpuCalls;
  readonly countedFrames?: number;
}

/** The frames of one scene alone. */
export interface SceneReport {
  readonly name: string;
  readonly frames: number;
  readonly ratios: PeerRatios;
  readonly pipelines: Readonly<Record<PipelineName, FrameSpeed>>;
}

/** How many times as fast as each peer Mien is, by the medians of a frame's time. */
export type PeerRatios = Readonly<Record<PeerName, number>>;

/** What a bench run says. */
export interface BenchReport {
  readonly backend: BenchBackend;
  /** The WebGPU adapter; null on wasm. */
  readonly adapter: string | null;
  readonly browser: string;
  readonly frames: number;
  readonly ratios: PeerRatios;
  readonly pipelines: Readonly<Record<PipelineName, PipelineReport>>;
  readonly scenes: readonly SceneReport[];
  /** Mien's real page until it showed the faces of a photo; null if there was no photo. */
  readonly app: LoadTime | null;
  /** Absent from reports of before this was measured. */
  readonly appTasks?: AppTasks;
  readonly limit: LimitReport;
}

/** The classifier against matrix products of the same backend in the same browser. */
export interface LimitReport {
  /** At the best size. */
  readonly matMulGflops: number;
  readonly sizes: readonly { readonly size: number; readonly gflops: number }[];
  readonly classifierGflops: number;
  readonly batchSize: number;
  /** Of the matrix products' GFLOP/s; 0..1. */
  readonly shareOfMatMul: number;
}

/** All that was measured in a run. */
export interface BenchMeasurements {
  readonly backend: BenchBackend;
  readonly adapter: string | null;
  readonly browser: string;
  readonly plan: readonly PlannedFrame[];
  readonly speed: SpeedMeasurements;
  /** Null on wasm. */
  readonly calls: Readonly<Record<PipelineName, CountedCalls>> | null;
  readonly load: LoadMeasurements;
  readonly memory: Readonly<Record<PipelineName, readonly MemoryReading[]>> | null;
  readonly limit: LimitMeasurements;
  readonly tasks: Readonly<Record<PipelineName, MainThreadTasks>>;
  readonly appTasks: AppTasks;
}

/**
 * Makes figures of measurements: medians throughout, so that a hiccup does not count.
 *
 * @throws RangeError if there are no frames
 */
export function createBenchReport(measurements: BenchMeasurements): BenchReport {
  const { backend, adapter, browser, plan, speed, calls, load, memory, limit, tasks, appTasks } = measurements;
  if (plan.length === 0) throw new RangeError('no frames were measured');
  const scenes = [...new Set(plan.map(({ source }) => source.scene))];
  const all = mapPipelines((name) => describeSpeed(speed[name]));
  return {
    backend,
    adapter,
    browser,
    frames: plan.length,
    ratios: compare(all),
    pipelines: mapPipelines((name) => ({
      ...all[name],
      firstResult: describeLoad(load.pipelines[name]),
      mainThread: tasks[name],
      memory: memory?.[name] ?? [],
      ...(calls ? { perFrame: averageCalls(calls[name]), countedFrames: calls[name].frames } : {}),
    })),
    scenes: scenes.map((name) => {
      const isInScene = (_: unknown, index: number) => plan[index]?.source.scene === name;
      const pipelines = mapPipelines((pipeline) => describeSpeed(speed[pipeline].filter(isInScene)));
      return { name, frames: plan.filter(isInScene).length, ratios: compare(pipelines), pipelines };
    }),
    app: load.app && describeLoad(load.app),
    appTasks,
    limit: describeLimit(limit),
  };
}

function describeSpeed(frames: readonly MeasuredFrame[]): FrameSpeed {
  const ms = frames.map((frame) => frame.ms);
  return { medianMs: median(ms), p95Ms: quantile(ms, 0.95), facesFound: sum(frames.map(({ faces }) => faces)) };
}

function compare(speeds: Readonly<Record<PipelineName, FrameSpeed>>): PeerRatios {
  const ratios = PEERS.map((peer) => [peer, speeds[peer].medianMs / speeds.mien.medianMs]);
  return Object.fromEntries(ratios) as PeerRatios;
}

function averageCalls({ frames, calls }: CountedCalls): GpuCalls {
  return {
    dispatches: calls.dispatches / frames,
    submits: calls.submits / frames,
    readbacks: calls.readbacks / frames,
    buffersCreated: calls.buffersCreated / frames,
  };
}

function describeLoad(visits: readonly Visit[]): LoadTime {
  return {
    coldMs: median(visits.map(({ coldMs }) => coldMs)),
    warmMs: median(visits.map(({ warmMs }) => warmMs)),
    downloadedBytes: median(visits.map(({ bytes }) => bytes)),
  };
}

/** A multiply-accumulate is two operations. */
function describeLimit({ products, batches, batchSize, macs }: LimitMeasurements): LimitReport {
  const gflops = (operations: number, ms: readonly number[]) => operations / median([...ms]) / 1e6;
  const sizes = products.map(({ size, ms }) => ({ size, gflops: gflops(2 * size ** 3, ms) }));
  const matMulGflops = max(sizes.map((size) => size.gflops));
  const classifierGflops = gflops(2 * macs * batchSize, batches);
  return { matMulGflops, sizes, classifierGflops, batchSize, shareOfMatMul: classifierGflops / matMulGflops };
}
