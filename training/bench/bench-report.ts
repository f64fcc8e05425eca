import { median, quantile } from 'simple-statistics';
import {
  FIRST_MEMORY_STEP,
  TIMED,
  type BenchMeasurements,
  type BenchPlan,
  type TimedName,
  countTrainingFlop,
} from './measure-engines.ts';
import { formatTable } from '../../node/format.ts';

/** How fast one engine trains one network. */
export interface EngineSpeed {
  /** Batch size over the median time of a step. */
  readonly imagesPerSecond: number;
  /** Of the matrix products' GFLOP/s, by a step's operations; 0..1. */
  readonly shareOfGemm: number;
  readonly gflops: number;
  readonly medianStepMs: number;
  readonly p95StepMs: number;
  readonly steps: number;
}

/** What a bench run says. */
export interface BenchReport {
  /** What matrix products reach at the best size, all threads together. */
  readonly gemmGflops: number;
  readonly engines: {
    readonly onnxruntime: EngineSpeed;
    /** null: not installed. */
    readonly onednn: EngineSpeed | null;
    readonly tfjsWasm: EngineSpeed;
  };
  /** onnxruntime over tfjs-wasm, in images a second. */
  readonly ratio: number;
  /** Resident set of the process in MB (10^6 bytes) while onnxruntime trains. */
  readonly memory: {
    readonly firstStep: number;
    readonly firstMB: number;
    readonly lastStep: number;
    readonly lastMB: number;
    readonly growthMB: number;
    readonly readings: BenchMeasurements['memory'];
  };
  /** The network that the page loads, trained by onnxruntime. */
  readonly fast: EngineSpeed;
  readonly gemm: readonly { readonly size: number; readonly gflops: number }[];
  readonly plan: BenchPlan;
}

/** Makes figures of measurements: medians throughout, so that a hiccup does not count. */
export function createBenchReport(plan: BenchPlan, { gemm, steps, memory }: BenchMeasurements): BenchReport {
  const sizes = gemm.map(({ size, gflops }) => ({ size, gflops: median([...gflops]) }));
  const gemmGflops = Math.max(...sizes.map(({ gflops }) => gflops));
  const describe = (name: TimedName): EngineSpeed => {
    const medianStepMs = median([...steps[name]]);
    const imagesPerSecond = (1000 * plan.batchSize) / medianStepMs;
    const gflops = (imagesPerSecond * countTrainingFlop(TIMED[name].network)) / 1e9;
    const p95StepMs = quantile([...steps[name]], 0.95);
    return {
      imagesPerSecond,
      shareOfGemm: gflops / gemmGflops,
      gflops,
      medianStepMs,
      p95StepMs,
      steps: steps[name].length,
    };
  };
  const [onnxruntime, tfjsWasm] = [describe('onnxruntime'), describe('tfjsWasm')];
  const onednn = steps.onednn.length > 0 ? describe('onednn') : null;
  const ratio = onnxruntime.imagesPerSecond / tfjsWasm.imagesPerSecond;
  return {
    gemmGflops,
    engines: { onnxruntime, onednn, tfjsWasm },
    ratio,
    memory: describeMemory(memory),
    fast: describe('fast'),
    gemm: sizes,
    plan,
  };
}

/** @throws RangeError if there is no reading */
function describeMemory(readings: BenchMeasurements['memory']): BenchReport['memory'] {
  const first = readings.find(({ step }) => step >= FIRST_MEMORY_STEP) ?? readings[0];
  const last = readings.at(-1);
  if (!first || !last) throw new RangeError('memory was not read');
  const [firstMB, lastMB] = [first.rss / 1e6, last.rss / 1e6];
  return { firstStep: first.step, firstMB, lastStep: last.step, lastMB, growthMB: lastMB - firstMB, readings };
}

/** A bench run's figures as Markdown; ratios come first, because they mean the same on another machine. */
export function describeBench(report: BenchReport): string {
  const { engines, ratio, gemmGflops, gemm, memory, plan } = report;
  const row = (name: string, network: string, speed: EngineSpeed) => [
    name,
    network,
    `${(100 * speed.shareOfGemm).toFixed(1)} %`,
    (speed.imagesPerSecond / engines.tfjsWasm.imagesPerSecond).toFixed(1),
    speed.imagesPerSecond.toFixed(0),
    speed.gflops.toFixed(1),
    speed.medianStepMs.toFixed(1),
    speed.p95StepMs.toFixed(1),
  ];
  const table = [
    ['engine', 'network', 'of matrix products', 'times tfjs-wasm', 'images/s', 'GFLOP/s', 'step ms', 'p95 ms'],
    row('onnxruntime', TIMED.onnxruntime.network.name, engines.onnxruntime),
    ...(engines.onednn ? [row('onednn', TIMED.onednn.network.name, engines.onednn)] : []),
    row('tfjs-wasm', TIMED.tfjsWasm.network.name, engines.tfjsWasm),
    row('onnxruntime', TIMED.fast.network.name, report.fast),
  ];
  const sizes = gemm.map(({ size, gflops }) => `${size}: ${gflops.toFixed(0)}`).join(', ');
  return [
    formatTable(table, 2),
    '',
    `onnxruntime trains ${ratio.toFixed(1)} times as fast as tfjs-wasm and at ` +
      `${(100 * engines.onnxruntime.shareOfGemm).toFixed(1)} % of what its matrix products reach.`,
    `Matrix products, ${plan.workers} threads together: ${gemmGflops.toFixed(0)} GFLOP/s (by size ${sizes}). ` +
      `Batches of ${plan.batchSize} over ${plan.workers} workers.`,
    `Memory: ${memory.firstMB.toFixed(0)} MB at step ${memory.firstStep}, ${memory.lastMB.toFixed(0)} MB at step ` +
      `${memory.lastStep}: ${memory.growthMB >= 0 ? '+' : ''}${memory.growthMB.toFixed(1)} MB.`,
  ].join('\n');
}
