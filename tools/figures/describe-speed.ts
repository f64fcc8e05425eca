import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeLive, type LiveReport } from '../../bench/live/describe-live.ts';
import { PEERS, PIPELINE } from '../../bench/pipelines.ts';
import type { BenchReport } from '../../bench/report/bench-report.ts';
import { describeBench, describeSetting } from '../../bench/report/describe-bench.ts';
import { formatTable } from '../../node/format.ts';
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
  const live = readJson(join(root, LIVE_RESULTS_FILE)) as LiveReport | null;
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

function readBench(root: string, backend: keyof typeof BENCH_RESULTS_FILES): BenchReport | null {
  return readJson(join(root, BENCH_RESULTS_FILES[backend])) as BenchReport | null;
}

/** What a command wrote; null if there is no such file. */
function readJson(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}
