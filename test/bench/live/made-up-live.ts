import type { LiveReading, LiveReport } from '../../../bench/live/describe-live.ts';

/** Six minutes in which the heap first varies and then grows by a megabyte. */
export function makeLiveReport(change: Partial<LiveReading> = {}): LiveReport {
  const heaps = [7, 9, 8, 9, 9, 9];
  return {
    backend: 'wasm',
    adapter: null,
    browser: 'Chromium 1',
    readings: heaps.map((megabytes, index) => ({
      minute: index + 1,
      frames: (index + 1) * 600,
      numTensors: 41,
      heapBytes: megabytes * 1e6,
      residentBytes: 900e6,
      ...change,
    })),
  };
}
