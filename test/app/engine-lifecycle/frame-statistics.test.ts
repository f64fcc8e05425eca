import { expect, it } from 'vitest';
import { FrameCounter } from '../../../src/app/engine-lifecycle/frame-statistics.ts';

it('measures frames per second and latency of a steady stream', () => {
  const counter = new FrameCounter();
  for (let i = 0; i < 40; i++) counter.record(i * 50, i * 50 + 30);
  const { frames, framesPerSecond, latencyMs } = counter.read();
  expect(frames).toBe(40);
  expect(framesPerSecond).toBeCloseTo(20, 10);
  expect(latencyMs).toBeCloseTo(30, 10);
});

it('follows a change within its window of two seconds', () => {
  const counter = new FrameCounter();
  for (let i = 0; i < 20; i++) counter.record(i * 50, i * 50 + 10);
  for (let i = 0; i < 6; i++) counter.record(1000 + i * 500, 1000 + i * 500 + 100);
  expect(counter.read().framesPerSecond).toBeCloseTo(2, 10);
  expect(counter.read().latencyMs).toBeCloseTo(100, 10);
});

it('has no rate before the second frame', () => {
  const counter = new FrameCounter();
  expect(counter.read()).toEqual({ frames: 0, framesPerSecond: 0, latencyMs: 0 });
  expect(counter.record(0, 20)).toEqual({ frames: 1, framesPerSecond: 0, latencyMs: 20 });
});

it('does not count a pause into the rate, and keeps the count', () => {
  const counter = new FrameCounter();
  counter.record(0, 10);
  counter.restart();
  counter.record(1000, 1010);
  expect(counter.record(1050, 1060)).toEqual({ frames: 3, framesPerSecond: 20, latencyMs: 10 });
});
