import { describe, expect, it } from 'vitest';
import { createBenchReport, describeBench } from '../../../training/bench/bench-report.ts';
import {
  type BenchMeasurements,
  type BenchPlan,
  countTrainingFlop,
  REFERENCE_NETWORK,
} from '../../../training/bench/measure-engines.ts';

const PLAN: BenchPlan = {
  workers: 2,
  batchSize: 64,
  steps: 5,
  memorySteps: 150,
  rounds: 3,
  gemmSizes: [512, 1024],
  gemmDuration: 300,
};

/** 320 and 32 images a second, one step of each an outlier; 368 GFLOP/s at the better size. */
const MEASUREMENTS: BenchMeasurements = {
  gemm: [
    { size: 512, gflops: [300, 900, 310] },
    { size: 1024, gflops: [368, 100, 370] },
  ],
  steps: {
    onnxruntime: [200, 200, 200, 190, 900],
    onednn: [50, 50, 500],
    tfjsWasm: [2000, 2000, 5000],
    fast: [100, 100, 100],
  },
  memory: [
    { step: 25, rss: 300e6 },
    { step: 50, rss: 500e6 },
    { step: 100, rss: 640e6 },
    { step: 150, rss: 502.5e6 },
  ],
};

describe('createBenchReport', () => {
  const report = createBenchReport(PLAN, MEASUREMENTS);

  it('takes the median of the best size as the limit', () => {
    expect(report.gemmGflops).toBe(368);
    expect(report.gemm).toEqual([
      { size: 512, gflops: 310 },
      { size: 1024, gflops: 368 },
    ]);
  });

  it('makes images a second and the share of the limit of the median step', () => {
    const { onnxruntime, tfjsWasm } = report.engines;
    expect(onnxruntime).toMatchObject({ imagesPerSecond: 320, medianStepMs: 200, steps: 5 });
    expect(onnxruntime.p95StepMs).toBeCloseTo(760, 6); // between the fourth and the fifth of five steps
    const flop = countTrainingFlop(REFERENCE_NETWORK);
    expect(onnxruntime.gflops).toBeCloseTo((320 * flop) / 1e9, 6);
    expect(onnxruntime.shareOfGemm).toBeCloseTo((320 * flop) / 368e9, 9);
    expect(onnxruntime.shareOfGemm).toBeCloseTo(0.447, 3);
    expect(tfjsWasm).toMatchObject({ imagesPerSecond: 32, medianStepMs: 2000 });
    expect(report.engines.onednn).toMatchObject({ imagesPerSecond: 1280, medianStepMs: 50 });
    expect(report.ratio).toBe(10);
  });

  it('counts the operations of the network that was timed', () => {
    expect(report.fast.imagesPerSecond).toBe(640);
    expect(report.fast.shareOfGemm).toBeLessThan(report.engines.onnxruntime.shareOfGemm);
  });

  it('compares memory at the end with that after the first steps', () => {
    expect(report.memory).toMatchObject({ firstStep: 50, firstMB: 500, lastStep: 150, lastMB: 502.5, growthMB: 2.5 });
  });

  it('takes the first reading where there are few steps', () => {
    const { memory } = createBenchReport(PLAN, { ...MEASUREMENTS, memory: [{ step: 20, rss: 1e6 }] });
    expect(memory).toMatchObject({ firstStep: 20, lastStep: 20, growthMB: 0 });
  });
});

describe('describeBench', () => {
  it('puts the ratios first', () => {
    const lines = describeBench(createBenchReport(PLAN, MEASUREMENTS)).split('\n');
    const cells = (line: number) => lines[line]?.split('|').map((cell) => cell.trim());
    expect(cells(0)?.slice(1, 6)).toEqual(['engine', 'network', 'of matrix products', 'times tfjs-wasm', 'images/s']);
    expect(cells(2)?.slice(1, 6)).toEqual(['onnxruntime', 'reference', '44.7 %', '10.0', '320']);
    expect(cells(3)?.slice(1, 6)).toEqual(['onednn', 'reference', '178.6 %', '40.0', '1280']);
    expect(cells(4)?.slice(1, 6)).toEqual(['tfjs-wasm', 'reference', '4.5 %', '1.0', '32']);
    expect(lines.at(-1)).toBe('Memory: 500 MB at step 50, 503 MB at step 150: +2.5 MB.');
  });

  it('leaves out oneDNN where it is not installed', () => {
    const steps = { ...MEASUREMENTS.steps, onednn: [] };
    const report = createBenchReport(PLAN, { ...MEASUREMENTS, steps });
    expect(report.engines.onednn).toBeNull();
    expect(describeBench(report)).not.toContain('onednn');
  });
});
