import { describe, expect, it } from 'vitest';
import { createBenchReport, listSteadyFrames } from '../../bench/report/bench-report.ts';
import { planFrames } from '../../bench/frames/frame-plan.ts';
import { makeMeasurements, picture, PLAN } from './measurements.ts';

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

  it('counts calls on WebGPU only, and only once a video has run for some frames', () => {
    expect(report.pipelines.mien).not.toHaveProperty('perFrame');
    expect(report.countedFrames).toBe(0);
    const counted = createBenchReport(makeMeasurements('webgpu'));
    expect(counted.countedFrames).toBe(7); // positions 5 to 11 of one face
    expect(counted.pipelines.mien.perFrame).toEqual({
      dispatches: 20,
      submits: 2,
      readbacks: expect.closeTo(4 / 7, 9) as number,
      buffersCreated: 0,
    });
  });

  it('refuses a run without frames', () => {
    expect(() => createBenchReport({ ...makeMeasurements('wasm'), plan: [] })).toThrow(RangeError);
  });
});

describe('listSteadyFrames', () => {
  it('leaves out the first frames of each video of the first scene', () => {
    expect(listSteadyFrames(PLAN)).toEqual([5, 6, 7, 8, 9, 10, 11]);
  });

  it('takes all frames of the scene where videos are short', () => {
    expect(listSteadyFrames(planFrames([picture('a', 'x'), picture('b', 'x'), picture('c', 'y')], 6))).toEqual([
      0, 1, 2, 3,
    ]);
  });
});
