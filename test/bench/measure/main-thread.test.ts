import { describe, expect, it } from 'vitest';
import { countTasks, type TraceEvent } from '../../../bench/measure/main-thread.ts';

const MAIN = { pid: 7, tid: 1 };

/** A task from one millisecond to another. */
const task = (fromMs: number, toMs: number, cpuMs = toMs - fromMs, thread = MAIN): TraceEvent => ({
  ...thread,
  name: 'RunTask',
  cat: 'disabled-by-default-devtools.timeline',
  ph: 'X',
  ts: fromMs * 1000,
  dur: (toMs - fromMs) * 1000,
  tdur: cpuMs * 1000,
});
const timing = (name: string, ph: string, atMs: number, thread = MAIN): TraceEvent => ({
  ...thread,
  name,
  cat: 'blink.user_timing',
  ph,
  ts: atMs * 1000,
});

const MARK = timing('mark', 'I', 500);

describe('countTasks', () => {
  it('counts the tasks of the thread with the mark, by the clock and by processor time', () => {
    const events = [
      task(0, 10),
      task(20, 50, 12),
      task(60, 90, 20),
      task(0, 99, 99, { pid: 7, tid: 2 }),
      task(0, 99, 99, { pid: 8, tid: 1 }),
      MARK,
    ];
    expect(countTasks(events, 'mark', null)).toEqual({
      count: 3,
      longestMs: 30,
      above16: 2,
      longestCpuMs: 20,
      above16Cpu: 1,
    });
  });

  it('counts only those that meet a measure, if one is named', () => {
    const measures = [
      timing('read', 'b', 105),
      timing('read', 'e', 130),
      timing('draw', 'b', 0),
      timing('draw', 'e', 500),
      timing('read', 'b', 305),
      timing('read', 'e', 310),
    ];
    const events = [task(0, 90), task(104, 109), task(120, 140), task(200, 280), task(306, 307), MARK, ...measures];
    expect(countTasks(events, 'mark', 'read')).toMatchObject({ count: 3, longestMs: 20, above16: 1 });
  });

  it('refuses a trace that does not say which thread is meant', () => {
    expect(() => countTasks([task(0, 10)], 'mark', null)).toThrow(RangeError);
  });
});
