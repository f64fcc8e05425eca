import { hasOnednn } from '../engines/onednn/onednn-library.ts';
import type { NetworkDescription } from '../../src/core/network-description.ts';
import { ZOO, describeStages } from '../models/zoo.ts';
import type { EngineName } from '../recipe/train-config.ts';
import { startStepTimer, type StepTimer } from './step-timer.ts';
import { startAll } from '../../node/start-all.ts';
import { startWorker } from '../../node/worker-channel.ts';
import type { GemmRequest, GemmWorkerData } from './gemm-worker.ts';
import { countCost } from '../../src/core/count-cost.ts';

/** How much is measured. */
export interface BenchPlan {
  /** Threads of the matrix products, and workers of each engine. */
  readonly workers: number;
  /** Images a step, over all workers. */
  readonly batchSize: number;
  /** Timed steps of onnxruntime and oneDNN; tfjs-wasm takes fewer. */
  readonly steps: number;
  /** Steps over which memory is watched. */
  readonly memorySteps: number;
  /** Everything is measured a little in each round, so that a machine that slows down slows all of it. */
  readonly rounds: number;
  /** Sides of the square matrices; the best one counts. */
  readonly gemmSizes: readonly number[];
  /** Of each size in each round, in milliseconds. */
  readonly gemmDuration: number;
}

/** What was measured, before anything is made of it. */
export interface BenchMeasurements {
  /** By side of the matrices: GFLOP/s of all threads together, once a round. */
  readonly gemm: readonly { readonly size: number; readonly gflops: readonly number[] }[];
  /** Milliseconds of each step; none of what is not installed. */
  readonly steps: Readonly<Record<TimedName, readonly number[]>>;
  /** Resident set of the process in bytes, while onnxruntime trains the reference network and nothing else runs. */
  readonly memory: readonly { readonly step: number; readonly rss: number }[];
}

/**
 * The network that engines are compared on: three stages of two 3x3 convolutions, 0.29 million parameters, 85.6 MMAC. A
 * fixed one, so that figures of different days can be compared.
 */
export const REFERENCE_NETWORK = describeStages(
  'reference',
  [
    [32, 32],
    [64, 64],
    [128, 128],
  ],
  0,
);

/** What is timed, by name: an engine on the reference network, or on the one that the page loads. */
export const TIMED = {
  onnxruntime: { engine: 'onnxruntime', network: REFERENCE_NETWORK, stepShare: 1 },
  onednn: { engine: 'onednn', network: REFERENCE_NETWORK, stepShare: 1 },
  tfjsWasm: { engine: 'tfjs-wasm', network: REFERENCE_NETWORK, stepShare: 0.1 },
  fast: { engine: 'onnxruntime', network: ZOO.fast, stepShare: 1 },
} as const satisfies Record<string, { engine: EngineName; network: NetworkDescription; stepShare: number }>;
export type TimedName = keyof typeof TIMED;

const WARM_UP_STEPS = 2;
/** The step from which memory is to be flat: by then all buffers have been used. */
export const FIRST_MEMORY_STEP = 50;
const STEPS_A_READING = 50;

/**
 * Measures the machine's limit and the engines in one go.
 *
 * @param report told what comes next, one sentence a call
 */
export async function measureEngines(plan: BenchPlan, report: (sentence: string) => void): Promise<BenchMeasurements> {
  const { workers, batchSize, rounds, gemmSizes, gemmDuration } = plan;
  const started: { dispose(): Promise<void> }[] = [];
  const start = async (name: TimedName) => {
    report(`starting ${TIMED[name].engine} for the network ${TIMED[name].network.name}`);
    const timer = await startStepTimer({ ...TIMED[name], batchSize, workers });
    started.push(timer);
    await timer.run(WARM_UP_STEPS);
    return timer;
  };
  try {
    const onnxruntime = await start('onnxruntime');
    report(`watching memory over ${plan.memorySteps} steps`);
    const memory = await watchMemory(onnxruntime, plan.memorySteps);
    const timers: Record<TimedName, StepTimer | null> = {
      onnxruntime,
      onednn: hasOnednn() ? await start('onednn') : null,
      tfjsWasm: await start('tfjsWasm'),
      fast: await start('fast'),
    };
    const probe = await startGemmProbe(workers, gemmSizes);
    started.push(probe);

    const gemm = gemmSizes.map((size) => ({ size, gflops: [] as number[] }));
    const steps: Record<TimedName, number[]> = { onnxruntime: [], onednn: [], tfjsWasm: [], fast: [] };
    for (let round = 1; round <= rounds; round++) {
      report(`round ${round} of ${rounds}`);
      for (const { size, gflops } of gemm) gflops.push(await probe.measure(size, gemmDuration));
      for (const name of Object.keys(TIMED) as TimedName[]) {
        const count = Math.ceil((plan.steps * TIMED[name].stepShare) / rounds);
        steps[name].push(...((await timers[name]?.run(count)) ?? []));
      }
    }
    return { gemm, steps, memory };
  } finally {
    await Promise.all(started.map((part) => part.dispose()));
  }
}

async function watchMemory(timer: StepTimer, total: number): Promise<BenchMeasurements['memory']> {
  const readings: { step: number; rss: number }[] = [];
  for (let step = 0; step < total;) {
    const count = Math.min(STEPS_A_READING, total - step);
    await timer.run(count);
    step += count;
    readings.push({ step, rss: process.memoryUsage.rss() });
  }
  return readings;
}

/** Multiplies matrices on several threads, with the library that the fastest engine uses. */
export interface GemmProbe {
  /**
   * All threads at once, each on matrices of its own.
   *
   * @param size one of those that the probe was started with
   * @param duration in milliseconds
   * @returns GFLOP/s, all threads together
   */
  measure(size: number, duration: number): Promise<number>;
  dispose(): Promise<void>;
}

/** Starts one onnxruntime session a thread and size. */
export async function startGemmProbe(threads: number, sizes: GemmWorkerData): Promise<GemmProbe> {
  const url = new URL('./gemm-worker.ts', import.meta.url);
  const workers = await startAll(
    Array.from({ length: threads }, () => startWorker<GemmRequest, number>(url, sizes)),
    (worker) => worker.terminate(),
  );
  return {
    async measure(size, duration) {
      const rates = await Promise.all(workers.map((worker) => worker.ask({ size, duration })));
      return rates.reduce((sum, rate) => sum + rate, 0);
    },
    async dispose() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/**
 * Floating-point operations of a training step, for one image: two a multiply-accumulate, once forward, once for the
 * gradient of the input and once for that of the weights. What else a step does is not counted: it is to be small.
 */
export function countTrainingFlop(network: NetworkDescription): number {
  return 6 * countCost(network).macs;
}
