import { describe, expect, it } from 'vitest';
import { describeLive, listReadings } from '../../../bench/live/describe-live.ts';
import { makeLiveReport } from './made-up-live.ts';

describe('the report on live video', () => {
  it('compares the first readings with the last ones', () => {
    const text = describeLive(makeLiveReport());
    expect(text).toContain('6 minutes of live video in Mien’s real page, 3,600 frames');
    expect(text).toContain('41 tensors after the first minute and 41 after the last, at no minute another number');
    expect(text).toContain('heap 8.00 MB -> 9.00 MB, all processes of the browser 900.00 MB -> 900.00 MB');
    expect(text).toMatch(/Chromium 1, wasm\.$/);
  });

  it('tells of tensors that come and go', () => {
    const report = makeLiveReport();
    const readings = report.readings.map((reading) => ({ ...reading, numTensors: 40 + (reading.minute % 3) }));
    expect(describeLive({ ...report, readings })).toContain(
      '41 tensors after the first minute and 40 after the last, 40 to 42 between',
    );
  });

  it('leaves out what the system does not tell', () => {
    const report = makeLiveReport({ residentBytes: null });
    expect(describeLive(report)).not.toContain('processes');
    expect(listReadings(report.readings).split('\n')).toHaveLength(8);
    expect(listReadings(report.readings)).toMatch(/\| 6 +\| +3600 \| +41 \| +9\.00 \| +- \|$/);
  });

  it('needs two readings to tell of growth', () => {
    const report = makeLiveReport();
    expect(() => describeLive({ ...report, readings: report.readings.slice(0, 1) })).toThrow(RangeError);
  });
});
