import { median } from 'simple-statistics';
import * as v from 'valibot';
import { formatTable } from '../../node/format.ts';
import { count, finite } from '../../src/core/model-manifest.ts';
import { BENCH_BACKENDS, type BenchBackend } from '../pipelines.ts';

/** What the page held after some minutes of live video. */
export interface LiveReading {
  readonly minute: number;
  /** Frames that it has read so far. */
  readonly frames: number;
  /** Of TensorFlow.js, after the last frame. */
  readonly numTensors: number;
  /** JavaScript objects and array buffers of page and worker that live on after a garbage collection. */
  readonly heapBytes: number;
  /** Resident memory of all of the browser's processes; null where only Linux could tell. */
  readonly residentBytes: number | null;
}

/** What a run of live video says; one reading a minute, in order. */
export interface LiveReport {
  readonly backend: BenchBackend;
  /** The WebGPU adapter; null on wasm. */
  readonly adapter: string | null;
  readonly browser: string;
  readonly readings: readonly LiveReading[];
}

/** A report as read from a file. */
export const liveReportSchema: v.GenericSchema<unknown, LiveReport> = v.object({
  backend: v.picklist(BENCH_BACKENDS),
  adapter: v.nullable(v.string()),
  browser: v.string(),
  readings: v.array(
    v.object({
      minute: count,
      frames: count,
      numTensors: count,
      heapBytes: finite,
      residentBytes: v.nullable(finite),
    } satisfies Record<keyof LiveReading, v.GenericSchema>),
  ),
} satisfies Record<keyof LiveReport, v.GenericSchema>);

/** All readings as a table in Markdown. */
export function listReadings(readings: readonly LiveReading[]): string {
  return formatTable([
    ['minute', 'frames', 'tensors', 'heap MB', 'browser MB'],
    ...readings.map(({ minute, frames, numTensors, heapBytes, residentBytes }) => [
      minute,
      frames,
      numTensors,
      formatMegabytes(heapBytes),
      residentBytes === null ? '-' : formatMegabytes(residentBytes),
    ]),
  ]);
}

/**
 * What grew and what did not, in one paragraph. Memory varies from minute to minute, so the medians of the first and of
 * the last third of the readings are compared.
 *
 * @throws RangeError if there are fewer than two readings
 */
export function describeLive({ backend, adapter, browser, readings }: LiveReport): string {
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last || first === last) throw new RangeError('growth needs two readings');
  const tensors = readings.map(({ numTensors }) => numTensors);
  const [fewest, most] = [Math.min(...tensors), Math.max(...tensors)];
  const resident = readings.flatMap(({ residentBytes }) => residentBytes ?? []);
  return (
    `${last.minute} minutes of live video in Mien’s real page, ${last.frames.toLocaleString('en')} frames: ` +
    `${first.numTensors} tensors after the first minute and ${last.numTensors} after the last, ` +
    `${fewest === most ? 'at no minute another number' : `${fewest} to ${most} between`}; ` +
    `heap ${compareThirds(readings.map(({ heapBytes }) => heapBytes))}` +
    `${resident.length === readings.length ? `, all processes of the browser ${compareThirds(resident)}` : ''} ` +
    `(medians of the first and of the last third of ${readings.length} readings). ` +
    `${browser}, ${backend}${adapter === null ? '' : ` (${adapter})`}.`
  );
}

function compareThirds(bytes: readonly number[]): string {
  const third = Math.max(1, Math.floor(bytes.length / 3));
  const [early, late] = [median(bytes.slice(0, third)), median(bytes.slice(-third))];
  return `${formatMegabytes(early)} MB -> ${formatMegabytes(late)} MB`;
}

const formatMegabytes = (bytes: number) => (bytes / 1e6).toFixed(2);
