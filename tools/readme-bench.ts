import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeLive, type LiveReport } from '../bench/live/describe-live.ts';
import type { BenchReport } from '../bench/report/bench-report.ts';
import { describeBench } from '../bench/report/describe-bench.ts';

/** What `npm run bench -- --json` wrote, one file a backend. */
export const BENCH_RESULTS_FILES = ['bench/results.json', 'bench/results-webgpu.json'] as const;

/** What `npm run bench:live -- --json` wrote. */
export const LIVE_RESULTS_FILE = 'bench/results-live.json';

const BEGIN = '<!-- bench: written by `npm run figures`, not by hand -->';
const END = '<!-- end of bench -->';

/** How fast Mien is beside its peers, and what it holds after long video, as Markdown, from the committed results. */
export function describeSpeed(root: string): string {
  const reports = BENCH_RESULTS_FILES.map((file) => join(root, file))
    .filter((path) => existsSync(path))
    .map((path) => JSON.parse(readFileSync(path, 'utf8')) as BenchReport);
  const speed = reports.length > 0 ? reports.map(describeBench) : ['Not measured yet.'];
  return [BEGIN, ...speed, ...describeLongVideo(join(root, LIVE_RESULTS_FILE)), END].join('\n\n');
}

/** One paragraph; none if it was not measured. */
function describeLongVideo(path: string): string[] {
  return existsSync(path) ? [describeLive(JSON.parse(readFileSync(path, 'utf8')) as LiveReport)] : [];
}
