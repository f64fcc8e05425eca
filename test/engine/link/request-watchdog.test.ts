import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EngineMessage } from '../../../src/engine/link/protocol.ts';
import { RequestWatchdog } from '../../../src/engine/link/request-watchdog.ts';

const HOUR_MS = 3_600_000;

const onSilence = vi.fn<(type: EngineMessage['type']) => void>();
let watchdog: RequestWatchdog;

beforeEach(() => {
  vi.useFakeTimers();
  onSilence.mockClear();
  watchdog = new RequestWatchdog(onSilence);
});
afterEach(() => vi.useRealTimers());

const askForFrame = (id: number) => watchdog.sent({ type: 'analyse-frame', id });
const askForStart = () => watchdog.sent({ type: 'start', id: 1 });
const askForPhoto = (id: number) => watchdog.sent({ type: 'analyse-photo', id });

test('a frame that is never answered is noticed once', () => {
  askForFrame(1);
  vi.advanceTimersByTime(60_000);
  expect(onSilence).not.toHaveBeenCalled();
  vi.advanceTimersByTime(HOUR_MS);
  expect(onSilence).toHaveBeenCalledExactlyOnceWith('analyse-frame');
});

test('an engine that answers is left alone, however long it goes on', () => {
  for (let id = 1; id < 100; id++) {
    askForFrame(id);
    vi.advanceTimersByTime(40_000);
    watchdog.answered(id);
  }
  vi.advanceTimersByTime(HOUR_MS);
  expect(onSilence).not.toHaveBeenCalled();
});

test('a frame is not timed while a photo before it is in work', () => {
  askForPhoto(1);
  askForFrame(2);
  vi.advanceTimersByTime(300_000);
  watchdog.answered(1);
  vi.advanceTimersByTime(60_000);
  expect(onSilence).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(onSilence).toHaveBeenCalledExactlyOnceWith('analyse-frame');
});

test('a photo that is given up has the time of one pass more, from then on', () => {
  askForPhoto(1);
  vi.advanceTimersByTime(300_000);
  watchdog.cancelled(1);
  vi.advanceTimersByTime(60_000);
  expect(onSilence).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(onSilence).toHaveBeenCalledExactlyOnceWith('cancel');
});

test('what is given up while another request is in work leaves the time of that alone, and what was answered nothing', () => {
  askForFrame(1);
  askForPhoto(2);
  vi.advanceTimersByTime(60_000);
  watchdog.cancelled(2);
  vi.advanceTimersByTime(20_000);
  watchdog.answered(1);
  watchdog.answered(2);
  watchdog.cancelled(2);
  vi.advanceTimersByTime(HOUR_MS);
  expect(onSilence).not.toHaveBeenCalled();
  askForFrame(3);
  askForPhoto(4);
  vi.advanceTimersByTime(60_000);
  watchdog.cancelled(4);
  vi.advanceTimersByTime(60_000);
  expect(onSilence).toHaveBeenCalledExactlyOnceWith('analyse-frame');
});

test('a start may take hours, as long as it goes on', () => {
  askForStart();
  for (let part = 0; part < 200; part++) {
    watchdog.progressed(1, { stage: 'expression-model', backend: 'wasm', fraction: 0.45 });
    vi.advanceTimersByTime(40_000);
  }
  expect(onSilence).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(onSilence).toHaveBeenCalledExactlyOnceWith('start');
});

test('compiling, and a program that has still to arrive, may be silent for longer', () => {
  askForStart();
  vi.advanceTimersByTime(150_000);
  watchdog.progressed(1, { stage: 'warm-up', backend: 'webgpu', fraction: 0.6 });
  vi.advanceTimersByTime(150_000);
  expect(onSilence).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(onSilence).toHaveBeenCalledExactlyOnceWith('start');
});

test('how far a start had come does not count for what is asked next', () => {
  askForStart();
  watchdog.progressed(1, { stage: 'backend', backend: 'wasm', fraction: 0 });
  watchdog.answered(1);
  askForFrame(2);
  vi.advanceTimersByTime(60_000);
  expect(onSilence).not.toHaveBeenCalled();
});

test('a page that was frozen with its worker does not take it for dead when it wakes up', () => {
  askForFrame(1);
  vi.advanceTimersByTime(1000);
  // The clock goes on, the timers do not; the one that is overdue fires first of all.
  vi.setSystemTime(Date.now() + HOUR_MS);
  vi.advanceTimersByTime(1000);
  watchdog.answered(1);
  vi.advanceTimersByTime(HOUR_MS);
  expect(onSilence).not.toHaveBeenCalled();
});

test('nothing is noticed after it was stopped', () => {
  askForFrame(1);
  watchdog.stop();
  vi.advanceTimersByTime(HOUR_MS);
  expect(onSilence).not.toHaveBeenCalled();
});
