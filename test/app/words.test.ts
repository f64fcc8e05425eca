import { expect, it } from 'vitest';
import {
  writeFallback,
  writeLooks,
  writePercent,
  writeProblem,
  writeProgress,
  writeRecovered,
  writeRecovering,
  writeSummary,
} from '../../src/app/words.ts';

it('names the file that it is about', () => {
  expect(writeProblem('unreadable-file', 'a $& b.jpg').title).toBe('“a $& b.jpg” could not be opened as a picture');
  expect(writeProblem('too-large').title).toBe('This file is too large');
});

it('sums up faces, most frequent expression first', () => {
  expect(writeSummary(['happy'])).toBe('1 face: happy');
  expect(writeSummary(['sad', 'happy', 'happy'])).toBe('3 faces: 2 happy, 1 sad');
});

it('writes shares and progress as whole percent', () => {
  expect(writePercent(0.996)).toBe('100%');
  expect(writeProgress({ stage: 'warm-up', backend: 'wasm', fraction: 0.5 })).toBe('Warming up · 50%');
});

it('says how closely and how often whole frames are looked at', () => {
  expect(writeLooks({ wholeSize: 416, wholeIntervalMs: 1500 })).toBe('at 416 px, every 1.5 s');
  expect(writeLooks({ wholeSize: 224, wholeIntervalMs: 12_600 })).toBe('at 224 px, every 13 s');
});

it('says which better backends cannot be used', () => {
  const rejected = [
    { name: 'webgpu', reason: 'no adapter' },
    { name: 'webgl', reason: 'a software renderer' },
  ] as const;
  expect(writeFallback({ name: 'wasm', adapter: null, rejected })).toMatch(
    /^Runs on WebAssembly, because WebGPU and WebGL cannot be used here\./,
  );
});

it('says what stopped, and what runs in its place', () => {
  expect(writeRecovering('device-lost')).toMatch(/^The graphics card stopped\./);
  expect(writeRecovering('worker-stopped')).toMatch(/^The engine stopped\./);
  expect(writeRecovered({ name: 'webgl', adapter: null, rejected: [] })).toContain('WebGL');
});
