import { max, mean, median, quantile, sum } from 'simple-statistics';
import type { PlannedFrame } from '../frames/frame-plan.ts';
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
  /** Means of the steady state; only on WebGPU. */
  readonly perFrame?: GpuCalls;
}

/** The frames of one scene alone. */
export interface SceneReport {
  readonly name: string;
  readonly frames: number;
  readonly ratios: PeerRatios;
  readonly pipelines: Readonly<Record<PipelineName, FrameSpeed>>;
}

/** How many times the frame rate of each peer Mien reaches, by medians. */
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
  /** How many frames `perFrame` is the mean of; 0 on wasm. */
  readonly countedFrames: number;
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
  readonly load: LoadMeasurements;
  readonly memory: Readonly<Record<PipelineName, readonly MemoryReading[]>> | null;
  readonly limit: LimitMeasurements;
  readonly tasks: Readonly<Record<PipelineName, MainThreadTasks>>;
  readonly appTasks: AppTasks;
}

/** By then a pipeline has made all that it keeps: buffers, tracks. */
const STEADY_POSITION = 5;

/**
 * Makes figures of measurements: medians throughout, so that a hiccup does not count.
 *
 * @throws RangeError if there are no frames
 */
export function createBenchReport(measurements: BenchMeasurements): BenchReport {
  const { backend, adapter, browser, plan, speed, load, memory, limit, tasks, appTasks } = measurements;
  if (plan.length === 0) throw new RangeError('no frames were measured');
  const scenes = [...new Set(plan.map(({ source }) => source.scene))];
  const all = mapPipelines((name) => describeSpeed(speed[name]));
  const steady = listSteadyFrames(plan);
  return {
    backend,
    adapter,
    browser,
    frames: plan.length,
    ratios: compare(all),
    pipelines: mapPipelines((name) => {
      const calls = steady.flatMap((index) => speed[name][index]?.calls ?? []);
      return {
        ...all[name],
        firstResult: describeLoad(load.pipelines[name]),
        mainThread: tasks[name],
        memory: memory?.[name] ?? [],
        ...(calls.length > 0 ? { perFrame: averageCalls(calls) } : {}),
      };
    }),
    scenes: scenes.map((name) => {
      const isInScene = (_: unknown, index: number) => plan[index]?.source.scene === name;
      const pipelines = mapPipelines((pipeline) => describeSpeed(speed[pipeline].filter(isInScene)));
      return { name, frames: plan.filter(isInScene).length, ratios: compare(pipelines), pipelines };
    }),
    countedFrames: backend === 'webgpu' ? steady.length : 0,
    app: load.app && describeLoad(load.app),
    appTasks,
    limit: describeLimit(limit),
  };
}

/**
 * Frames over which calls are averaged: those of the first scene (by default one face) in which a video has run for
 * some frames; all frames of the scene if every video is shorter.
 */
export function listSteadyFrames(plan: readonly PlannedFrame[]): number[] {
  const scene = plan[0]?.source.scene;
  const frames = [...plan.keys()].filter((index) => plan[index]?.source.scene === scene);
  const steady = frames.filter((index) => (plan[index]?.position ?? 0) >= STEADY_POSITION);
  return steady.length > 0 ? steady : frames;
}

function describeSpeed(frames: readonly MeasuredFrame[]): FrameSpeed {
  const ms = frames.map((frame) => frame.ms);
  return { medianMs: median(ms), p95Ms: quantile(ms, 0.95), facesFound: sum(frames.map(({ faces }) => faces)) };
}

function compare(speeds: Readonly<Record<PipelineName, FrameSpeed>>): PeerRatios {
  const ratios = PEERS.map((peer) => [peer, speeds[peer].medianMs / speeds.mien.medianMs]);
  return Object.fromEntries(ratios) as PeerRatios;
}

function averageCalls(calls: readonly GpuCalls[]): GpuCalls {
  const average = (kind: keyof GpuCalls) => mean(calls.map((frame) => frame[kind]));
  return {
    dispatches: average('dispatches'),
    submits: average('submits'),
    readbacks: average('readbacks'),
    buffersCreated: average('buffersCreated'),
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
