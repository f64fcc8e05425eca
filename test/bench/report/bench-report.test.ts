import { describe, expect, it } from 'vitest';
import { createBenchReport } from '../../../bench/report/bench-report.ts';
import { makeMeasurements } from '../measurements.ts';

describe('createBenchReport', () => {
  const report = createBenchReport(makeMeasurements('wasm'));

  it('has the four pipelines with the figures that are agreed', () => {
    expect(Object.keys(report.pipelines)).toEqual(['mien', 'faceApi224', 'faceApi416', 'human']);
    // In order: 11 times 10 ms, 11 times 40, 100, 400.
    expect(report.pipelines.mien).toMatchObject({ medianMs: 40, facesFound: 12 + 48 });
    expect(report.pipelines.mien.p95Ms).toBeCloseTo(40 + 0.85 * 60, 9);
  });

  it('compares frame rates by medians, scene by scene', () => {
    const ratios = { faceApi224: 3.5, faceApi416: 7, human: 8 };
    expect(report.scenes.map(({ name, frames }) => [name, frames])).toEqual([
      ['one', 12],
      ['four', 12],
    ]);
    for (const scene of report.scenes) expect(scene.ratios).toEqual(ratios);
    expect(report.scenes[1]?.pipelines.human).toMatchObject({ medianMs: 320, facesFound: 48 });
    expect(report.ratios).toEqual(ratios);
  });

  it('takes the medians of the visits', () => {
    expect(report.pipelines.human.firstResult).toEqual({ coldMs: 1000, warmMs: 600, downloadedBytes: 1_000_000 });
    expect(report.app).toBeNull();
  });

  it('sets the classifier against the best matrix product', () => {
    expect(report.limit.sizes[1]?.gflops).toBeCloseTo(26.84, 2);
    expect(report.limit.matMulGflops).toBeCloseTo(26.84, 2);
    expect(report.limit.classifierGflops).toBeCloseTo(19.2, 6);
    expect(report.limit.shareOfMatMul).toBeCloseTo(0.715, 3);
  });

  it('gives the calls of a frame on WebGPU only', () => {
    expect(report.pipelines.mien).not.toHaveProperty('perFrame');
    const { mien } = createBenchReport(makeMeasurements('webgpu')).pipelines;
    expect(mien.perFrame).toEqual({ dispatches: 11, submits: 1.05, readbacks: 1, buffersCreated: 0 });
    expect(mien.countedFrames).toBe(60);
  });

  it('refuses a run without frames', () => {
    expect(() => createBenchReport({ ...makeMeasurements('wasm'), plan: [] })).toThrow(RangeError);
  });
});
