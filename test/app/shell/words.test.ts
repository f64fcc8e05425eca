import { expect, it } from 'vitest';
import type { EngineNews } from '../../../src/app/engine-lifecycle/engine-state.ts';
import type { ProblemCode } from '../../../src/app/engine-lifecycle/problem.ts';
import { writeCameraName, writeWholePasses, writeProblem, writeSummary } from '../../../src/app/shell/words.ts';
import { writeEngineNote, writeFallback, writeProgress } from '../../../src/app/shell/engine-words.ts';
import type { RejectedBackend } from '../../../src/engine/link/protocol.ts';
import { FakeEngine } from '../fake-engine.ts';

/** What the page says of an engine that has become ready on WebGL. */
function writeReady(news: EngineNews | null, rejected: readonly RejectedBackend[]): string | null {
  const { description } = new FakeEngine(10, 'webgl', rejected);
  const { model } = description;
  return writeEngineNote({ status: 'ready', description, model, loadingModel: null, modelProblem: null, news });
}

it('names the file that it is about', () => {
  expect(writeProblem('unreadable-file', 'a $& b.jpg').title).toBe('“a $& b.jpg” could not be opened as a picture');
  expect(writeProblem('too-large').title).toBe('This file is too large');
});

it('sums up faces, most frequent expression first', () => {
  expect(writeSummary(['happy'])).toBe('1 face: happy');
  expect(writeSummary(['sad', 'happy', 'happy'])).toBe('3 faces: 2 happy, 1 sad');
});

it('writes progress as whole percent', () => {
  expect(writeProgress({ stage: 'warm-up', backend: 'wasm', fraction: 0.5 })).toBe('Warming up · 50%');
});

it('numbers a camera that has no name', () => {
  expect([writeCameraName('Built-in', 1), writeCameraName('', 2)]).toEqual(['Built-in', 'Camera 2']);
});

it('says how closely and how often whole frames are looked at', () => {
  expect(writeWholePasses({ wholeSize: 416, wholeIntervalMs: 1500 })).toBe('at 416 px, every 1.5 s');
  expect(writeWholePasses({ wholeSize: 224, wholeIntervalMs: 12_600 })).toBe('at 224 px, every 13 s');
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
  const start = { progress: null, stalled: null } as const;
  const write = (code: ProblemCode) => writeEngineNote({ status: 'recovering', loss: { code, detail: '' }, ...start });
  expect(write('device-lost')).toMatch(/^The graphics card stopped\..*by itself\.$/);
  expect(write('worker-stopped')).toMatch(/^The engine stopped\./);
  expect(writeReady('recovered', [])).toBe('Mien is running again, on WebGL.');
  expect(writeReady('relieved', [])).toBe('Mien is back on WebGL.');
  expect(writeReady(null, [])).toBeNull();
});

it('says that a backend came to a halt, and that another one was taken', () => {
  const rejected: RejectedBackend[] = [{ name: 'webgpu', reason: 'it came to a halt', stalled: true }];
  expect(writeEngineNote({ status: 'loading', progress: null, stalled: null })).toBeNull();
  expect(writeEngineNote({ status: 'loading', progress: null, stalled: 'webgpu' })).toContain(
    'came to a halt on WebGPU',
  );
  expect(writeReady('took-next-backend', rejected)).toBe('Mien runs on WebGL, because it came to a halt on WebGPU.');
  expect(writeReady('recovered', rejected)).toMatch(/running again, on WebGL, because it came to a halt on WebGPU/);
});
