import * as v from 'valibot';
import { finite } from '../../src/core/model-manifest.ts';

/** What a trace of Chromium says that is read here; times in microseconds of the browser's clock. */
export interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  /** 'X': a complete event; 'b' and 'e': begin and end of a measure. */
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Time that the thread had a processor. */
  readonly tdur?: number;
}

/** A trace as Chromium writes it. */
export const traceSchema: v.GenericSchema<unknown, { readonly traceEvents: readonly TraceEvent[] }> = v.object({
  traceEvents: v.array(
    v.object({
      name: v.string(),
      cat: v.string(),
      ph: v.string(),
      pid: finite,
      tid: finite,
      ts: finite,
      dur: v.exactOptional(finite),
      tdur: v.exactOptional(finite),
    } satisfies Record<keyof TraceEvent, v.GenericSchema>),
  ),
});

/** Tasks of a page's main thread: while one lasts, the page answers nobody and shows no new picture. */
export interface MainThreadTasks {
  readonly count: number;
  /** By the clock on the wall, those included in which another program had the processor. */
  readonly longestMs: number;
  readonly above16: number;
  /** By the time that the thread had a processor: what the page itself is to blame for. */
  readonly longestCpuMs: number;
  readonly above16Cpu: number;
}

/** One picture of a screen at 60 a second, whole milliseconds. */
const LIMIT_MS = 16;

/** The categories that the events below come from. */
export const TRACE_CATEGORIES = ['disabled-by-default-devtools.timeline', 'blink.user_timing'];

/**
 * Counts the tasks of the thread on which a mark was set.
 *
 * @param mark `performance.mark` of this name tells which thread of which process is meant
 * @param measure only tasks count that meet a `performance.measure` of this name; null: all of them
 * @throws RangeError if the trace does not hold the mark
 */
export function countTasks(events: readonly TraceEvent[], mark: string, measure: string | null): MainThreadTasks {
  const timing = events.filter(({ cat }) => cat.includes('blink.user_timing'));
  const marked = timing.find(({ name }) => name === mark);
  if (!marked) throw new RangeError(`the trace has no mark ${mark}`);
  const isThere = ({ pid, tid }: TraceEvent) => pid === marked.pid && tid === marked.tid;
  const bounds = (phase: string) =>
    timing.filter((event) => event.name === measure && event.ph === phase && isThere(event)).map(({ ts }) => ts);
  const ends = bounds('e');
  const spans = bounds('b').map((begin, i) => ({ begin, end: ends[i] ?? Infinity }));
  const tasks = events.filter((event) => {
    if (event.name !== 'RunTask' || event.ph !== 'X' || !isThere(event)) return false;
    const end = event.ts + (event.dur ?? 0);
    return measure === null || spans.some((span) => event.ts < span.end && end > span.begin);
  });
  const wall = tasks.map(({ dur = 0 }) => dur / 1000);
  const cpu = tasks.map(({ tdur = 0 }) => tdur / 1000);
  const countAbove = (times: readonly number[]) => times.filter((ms) => ms > LIMIT_MS).length;
  return {
    count: tasks.length,
    longestMs: Math.max(0, ...wall),
    above16: countAbove(wall),
    longestCpuMs: Math.max(0, ...cpu),
    above16Cpu: countAbove(cpu),
  };
}
