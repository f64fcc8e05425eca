import { Command, Option } from 'commander';
import { findChromium } from '../node/chromium/find-chromium.ts';
import { parseCount, runCommand } from '../node/command/run-command.ts';
import { writeJson } from '../node/json-file.ts';
import { writeWhole } from '../node/whole-files.ts';
import { findGpuAdapter } from '../node/gpu/find-gpu-adapter.ts';
import { ExpectedError } from '../node/command/expected-error.ts';
import { demoFrames, findSources } from './frames/find-sources.ts';
import { describeGpu } from './gpu/describe-gpu.ts';
import { BENCH_BACKENDS, type BenchBackend } from './pipelines.ts';
import { createBenchReport } from './report/bench-report.ts';
import { describeBench } from './report/describe-bench.ts';
import { renderBench } from './report/render-bench.ts';
import { requireChromium } from '../node/chromium/provide-chromium.ts';

interface Options {
  readonly backend: BenchBackend;
  readonly gpu?: boolean;
  readonly frames?: string;
  readonly count?: number;
  readonly visits?: number;
  readonly framesMemory?: number;
  readonly seed: number;
  readonly json?: string;
  readonly chart?: string;
}

/** WebGPU in software takes the peers seconds a frame. */
const FRAMES: Readonly<Record<BenchBackend, number>> = { wasm: 240, webgpu: 36 };
const MEMORY_FRAMES: Readonly<Record<BenchBackend, number>> = { wasm: 500, webgpu: 20 };
const VISITS: Readonly<Record<BenchBackend, number>> = { wasm: 3, webgpu: 1 };

const program = new Command('bench')
  .description(
    'Measures Mien against face-api and Human in Chromium: production builds, the same frames and backend, in turns. ' +
      'Nothing else should run meanwhile.',
  )
  .addOption(new Option('--backend <name>', 'what all of them run on').choices(BENCH_BACKENDS).default('wasm'))
  .option('--frames <folder>', 'pictures (jpg, png) and clips (mp4, webm) instead of face-api’s demo pictures')
  .option('--count <n>', `timed frames (${FRAMES.wasm}; on webgpu ${FRAMES.webgpu})`, parseCount)
  .option(
    '--visits <n>',
    `page loads with an empty cache, and as many with a warm one (${VISITS.wasm}; on webgpu ${VISITS.webgpu})`,
    parseCount,
  )
  .option(
    '--frames-memory <n>',
    `frames over which memory is watched (${MEMORY_FRAMES.wasm}; on webgpu ${MEMORY_FRAMES.webgpu})`,
    parseCount,
  )
  .option('--seed <n>', 'of the order in which they take their turns', parseCount, 1)
  .option('--gpu', 'instead: the expression networks in Node on a real GPU, against its matrix products')
  .option('--json <file>', 'write all figures there, too')
  .option('--chart <file>', 'draw the medians and 95th percentiles there, as HTML');

await runCommand(async () => {
  const options = program.parse().opts<Options>();
  if (options.gpu) await benchGpu(options);
  else await benchBrowser(options);
});

async function benchBrowser(options: Options): Promise<void> {
  const { backend, seed } = options;
  const count = options.count ?? FRAMES[backend];
  const frames = options.frames === undefined ? demoFrames() : await findSources(options.frames, count);
  // Loaded here: a wrong flag is answered before browser and bundler are.
  const { measurePipelines } = await import('./measure-pipelines.ts');
  const measurements = await measurePipelines({
    executablePath: requireChromium(findChromium),
    backend,
    frames,
    count,
    visits: options.visits ?? VISITS[backend],
    memoryFrames: options.framesMemory ?? MEMORY_FRAMES[backend],
    seed,
    say: console.error,
  });
  const report = createBenchReport(measurements);
  console.log(describeBench(report));
  if (options.json !== undefined) await writeJson(options.json, report);
  if (options.chart !== undefined) await writeWhole(options.chart, renderBench(report));
}

async function benchGpu({ json }: Options): Promise<void> {
  const adapter = await findGpuAdapter();
  if (adapter === null) {
    throw new ExpectedError('there is no GPU here that Dawn can use, or only one in software; leave out --gpu');
  }
  const { measureGpu } = await import('./gpu/measure-gpu.ts');
  const report = await measureGpu(adapter);
  console.log(describeGpu(report));
  if (json !== undefined) await writeJson(json, report);
  // Open GPU objects may keep the process alive.
  process.exit();
}
