import * as v from 'valibot';
import { count, finite } from '../../src/core/model-manifest.ts';
import type { MainThreadTasks } from '../measure/main-thread.ts';
import type { GpuCalls } from '../pages/count-gpu-calls.ts';
import { BENCH_BACKENDS, mapPipelines } from '../pipelines.ts';
import type {
  BenchReport,
  FrameSpeed,
  LimitReport,
  LoadTime,
  PeerRatios,
  PipelineReport,
  SceneReport,
} from './bench-report.ts';

const tasks = v.object({
  count,
  longestMs: finite,
  above16: count,
  longestCpuMs: finite,
  above16Cpu: count,
} satisfies Record<keyof MainThreadTasks, v.GenericSchema>);

const loadTime = v.object({
  coldMs: finite,
  warmMs: finite,
  downloadedBytes: finite,
} satisfies Record<keyof LoadTime, v.GenericSchema>);

const speed = {
  medianMs: finite,
  p95Ms: finite,
  facesFound: count,
} satisfies Record<keyof FrameSpeed, v.GenericSchema>;

const calls = v.object({
  dispatches: finite,
  submits: finite,
  readbacks: finite,
  buffersCreated: finite,
} satisfies Record<keyof GpuCalls, v.GenericSchema>);

const pipeline = v.object({
  ...speed,
  firstResult: loadTime,
  mainThread: v.exactOptional(tasks),
  memory: v.array(v.object({ frame: count, heapBytes: finite, residentBytes: v.nullable(finite) })),
  perFrame: v.exactOptional(calls),
  countedFrames: v.exactOptional(count),
} satisfies Record<keyof PipelineReport, v.GenericSchema>);

const ratios = v.object({
  faceApi224: finite,
  faceApi416: finite,
  human: finite,
} satisfies Record<keyof PeerRatios, v.GenericSchema>);

const scene = v.object({
  name: v.string(),
  frames: count,
  ratios,
  pipelines: v.object(mapPipelines(() => v.object(speed))),
} satisfies Record<keyof SceneReport, v.GenericSchema>);

const limit = v.object({
  matMulGflops: finite,
  sizes: v.array(v.object({ size: count, gflops: finite })),
  classifierGflops: finite,
  batchSize: count,
  shareOfMatMul: finite,
} satisfies Record<keyof LimitReport, v.GenericSchema>);

/** A report as read from a file. */
export const benchReportSchema: v.GenericSchema<unknown, BenchReport> = v.object({
  backend: v.picklist(BENCH_BACKENDS),
  adapter: v.nullable(v.string()),
  browser: v.string(),
  frames: count,
  ratios,
  pipelines: v.object(mapPipelines(() => pipeline)),
  scenes: v.array(scene),
  app: v.nullable(loadTime),
  appTasks: v.exactOptional(v.object({ starting: tasks, live: tasks })),
  limit,
} satisfies Record<keyof BenchReport, v.GenericSchema>);
