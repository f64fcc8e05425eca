import { describe, expect, test } from 'vitest';
import type { FollowedFace } from '../../../src/engine/tracking/face-tracker.ts';
import { DetectionPlanner } from '../../../src/engine/tracking/detection-planner.ts';

const face = (part: Partial<FollowedFace> = {}): FollowedFace => ({
  id: 3,
  box: { x: 0, y: 0, width: 50, height: 50 },
  score: 0.8,
  correlation: 0.97,
  seenAtMs: 1000,
  misses: 0,
  ...part,
});

/** A planner that searched at 1,000 ms, which took `ms` for 416 pixels. */
function planAfterSearch(ms = 10): DetectionPlanner {
  const planner = new DetectionPlanner();
  planner.recordSearch(416, ms, 1000);
  return planner;
}

describe('a pass over the whole frame', () => {
  test('comes at once in a new video, then every second and a half', () => {
    const planner = new DetectionPlanner();
    expect(planner.plan([face()], 0, 0)).toEqual({ kind: 'whole', inputSize: 416 });
    planner.recordSearch(416, 10, 0);
    for (let nowMs = 30; nowMs < 1500; nowMs += 30) {
      expect(planner.plan([face({ seenAtMs: 0 })], 0, nowMs)).toBeNull();
    }
    expect(planner.plan([face({ seenAtMs: 0 })], 0, 1500)).toMatchObject({ kind: 'whole' });
    planner.reset();
    expect(planner.plan([face({ seenAtMs: 0 })], 0, 1530)).toMatchObject({ kind: 'whole' });
  });

  test('has the smallest input every third time, for faces that finer passes miss', () => {
    const planner = new DetectionPlanner();
    const sizes = [];
    for (let nowMs = 0; nowMs < 9000; nowMs += 30) {
      const planned = planner.plan([face({ seenAtMs: nowMs })], 0, nowMs);
      planner.recordFrame(planned, 10, nowMs);
      if (planned?.kind === 'whole') sizes.push(planned.inputSize);
    }
    expect(sizes).toEqual([416, 416, 224, 416, 416, 224]);
  });

  test('is as rare among slow frames', () => {
    const planner = planAfterSearch();
    const passes = Array.from({ length: 60 }, (_, frame) => {
      const nowMs = 1000 + 200 * frame;
      const planned = planner.plan([face({ seenAtMs: nowMs })], 0, nowMs);
      planner.recordFrame(planned, 10, nowMs);
      return planned;
    });
    expect(passes.filter((pass) => pass !== null)).toHaveLength(1);
  });

  test('does not take a pause for a slow frame', () => {
    const planner = planAfterSearch();
    const nextFrame = (nowMs: number, workMs = 10) =>
      planner.recordFrame(planner.plan([face({ seenAtMs: nowMs })], 0, nowMs), workMs, nowMs);
    for (const nowMs of [1000, 1030, 4000, 4030, 60_000]) nextFrame(nowMs);
    expect(planner.wholeIntervalMs).toBe(1500);
    for (const nowMs of [63_000, 66_000]) nextFrame(nowMs, 2950); // slow indeed
    expect(planner.wholeIntervalMs).toBeGreaterThan(30_000);
  });

  test.each([
    [10, 416],
    [250, 416],
    [300, 320],
    [700, 224],
    [4000, 224],
  ])('that takes %i ms at 416 pixels will see %i', (ms, size) => {
    expect(planAfterSearch(ms).wholeSize).toBe(size);
  });

  test('takes a tenth of the time at most', () => {
    expect(planAfterSearch(60).wholeIntervalMs).toBe(1500);
    expect(planAfterSearch(4000).wholeIntervalMs).toBeCloseTo((4000 * (224 / 416) ** 2) / 0.1);
  });

  test('costs what a frame took longer with it than without', () => {
    const planner = planAfterSearch(50);
    planner.recordFrame(null, 100, 1500);
    for (let i = 0; i < 40; i++) planner.recordFrame({ kind: 'whole', inputSize: 416 }, 300, 2000);
    expect(planner.wholeSize).toBe(416);
    for (let i = 0; i < 40; i++) planner.recordFrame({ kind: 'whole', inputSize: 416 }, 800, 2500);
    expect(planner.wholeSize).toBe(224);
    const intervalMs = planner.wholeIntervalMs;
    planner.recordFrame({ kind: 'refinement', candidates: 1, faceIds: [] }, 9999, 3000);
    expect(planner.wholeIntervalMs).toBe(intervalMs);
  });
});

describe('a refinement', () => {
  test('is at faces in doubt, and at no others', () => {
    const planner = planAfterSearch();
    const faces = [face({ id: 1 }), face({ id: 2, correlation: 0.7 })];
    expect(planner.plan(faces, 0, 1900)).toEqual({ kind: 'refinement', candidates: 0, faceIds: [2] });
    expect(planner.plan([face({ id: 1 }), face({ id: 2 })], 0, 1900)).toBeNull();
  });

  test('lets a face turn for a moment', () => {
    expect(planAfterSearch().plan([face({ correlation: 0.7 })], 0, 1100)).toBeNull();
  });

  test('is at every face now and then', () => {
    const planner = planAfterSearch();
    planner.recordSearch(416, 10, 3900);
    expect(planner.plan([face()], 0, 4100)).toEqual({ kind: 'refinement', candidates: 0, faceIds: [3] });
  });

  test('of candidates comes before the next pass over the whole', () => {
    expect(planAfterSearch().plan([face()], 1, 3500)).toEqual({ kind: 'refinement', candidates: 1, faceIds: [] });
  });

  test('is at one region a frame while few are due: candidates first, then whom it saw least lately', () => {
    const planner = planAfterSearch();
    const faces = [face({ id: 1, misses: 1 }), face({ id: 2, misses: 1, seenAtMs: 900 })];
    expect(planner.plan(faces, 2, 1100)).toEqual({ kind: 'refinement', candidates: 1, faceIds: [] });
    expect(planner.plan(faces, 1, 1130)).toEqual({ kind: 'refinement', candidates: 1, faceIds: [] });
    expect(planner.plan(faces, 0, 1160)).toEqual({ kind: 'refinement', candidates: 0, faceIds: [2] });
  });

  test('is at more of them where many are due, so that none waits for long', () => {
    const faces = Array.from({ length: 10 }, (_, id) => face({ id, misses: 1 }));
    const planned = planAfterSearch().plan(faces, 1, 1100);
    expect(planned).toEqual({ kind: 'refinement', candidates: 1, faceIds: [0, 1] });
  });
});
