import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as v from 'valibot';
import { describeLive, liveReportSchema } from '../../bench/live/describe-live.ts';
import { PEERS, PIPELINE } from '../../bench/pipelines.ts';
import { benchReportSchema } from '../../bench/report/bench-report-schema.ts';
import type { BenchReport } from '../../bench/report/bench-report.ts';
import { describeBench, describeSetting } from '../../bench/report/describe-bench.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { formatTable } from '../../node/format.ts';
import { parseJson } from '../../node/json-file.ts';
import { markFigures } from './figure-block.ts';

/** What `npm run bench -- --json` wrote, one file a backend. */
export const BENCH_RESULTS_FILES = {
  wasm: 'bench/results.json',
  webgpu: 'bench/results-webgpu.json',
} as const;

/** What `npm run bench:live -- --json` wrote. */
export const LIVE_RESULTS_FILE = 'bench/results-live.json';

const TITLES = { wasm: 'WebAssembly', webgpu: 'WebGPU' } as const;

/** How fast Mien is beside its peers on WebAssembly, which every browser has: one table. */
export function describeSpeedInShort(root: string): string {
  const report = readBench(root, 'wasm');
  return markFigures('speed', report ? [compareInShort(report), describeSetting(report)] : ['Not measured yet.']);
}

/** How fast Mien is beside its peers on each backend, and what it holds after long video. */
export function describeSpeed(root: string): string {
  const reports = (['wasm', 'webgpu'] as const).flatMap((backend) => readBench(root, backend) ?? []);
  const speed = reports.flatMap((report) => [`### On ${TITLES[report.backend]}`, describeBench(report)]);
  const live = readResults(root, LIVE_RESULTS_FILE, liveReportSchema, 'bench:live');
  return markFigures('bench', [
    ...(speed.length > 0 ? speed : ['Not measured yet.']),
    ...(live ? ['### Long video', describeLive(live)] : []),
  ]);
}

/** A line a peer: how many times as fast as it Mien is, and how many faces it found; below them Mien itself. */
function compareInShort({ scenes }: BenchReport): string {
  return formatTable([
    ['Mien, compared with', ...scenes.flatMap(({ name, frames }) => [`${name}, ${frames} frames`, 'faces found'])],
    ...PEERS.map((peer) => [
      PIPELINE[peer].title,
      ...scenes.flatMap(({ ratios, pipelines }) => [
        `${ratios[peer].toFixed(1)} times as fast`,
        pipelines[peer].facesFound,
      ]),
    ]),
    [
      'Mien itself',
      ...scenes.flatMap(({ pipelines: { mien } }) => [`${mien.medianMs.toFixed(1)} ms a frame`, mien.facesFound]),
    ],
  ]);
}

/** What the bench measured last on a backend; null if nothing. */
export function readBench(root: string, backend: keyof typeof BENCH_RESULTS_FILES): BenchReport | null {
  return readResults(root, BENCH_RESULTS_FILES[backend], benchReportSchema, 'bench');
}

/**
 * What a command wrote; null if there is no such file.
 *
 * @throws ExpectedError that names the file and the value that is damaged
 */
function readResults<Report>(
  root: string,
  file: string,
  schema: v.GenericSchema<unknown, Report>,
  command: string,
): Report | null {
  const path = join(root, file);
  if (!existsSync(path)) return null;
  return parseJson(
    readFileSync(path, 'utf8'),
    schema,
    (fault) =>
      new ExpectedError(`${path} holds no figures of ${command} (${fault}); measure again with --json ${file}`),
  );
}
