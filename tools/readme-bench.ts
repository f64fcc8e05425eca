import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchReport } from '../bench/report/bench-report.ts';
import { describeBench } from '../bench/report/describe-bench.ts';

/** What `npm run bench -- --json` wrote, one file a backend. */
export const BENCH_RESULTS_FILES = ['bench/results.json', 'bench/results-webgpu.json'] as const;

const BEGIN = '<!-- bench: written by `npm run figures`, not by hand -->';
const END = '<!-- end of bench -->';

/** How fast Mien is beside its peers, as Markdown, from the committed results. */
export function describeSpeed(root: string): string {
  const reports = BENCH_RESULTS_FILES.map((file) => join(root, file))
    .filter((path) => existsSync(path))
    .map((path) => JSON.parse(readFileSync(path, 'utf8')) as BenchReport);
  return [BEGIN, ...(reports.length > 0 ? reports.map(describeBench) : ['Not measured yet.']), END].join('\n\n');
}
