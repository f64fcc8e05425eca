import { formatTable } from '../../node/command/format-table.ts';
import type { BenchReport, EngineSpeed } from './bench-report.ts';
import { TIMED } from './measure-engines.ts';

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
