import { Command, Option } from 'commander';
import { findChromium } from '../node/chromium/find-chromium.ts';
import { parseCount, runCommand } from '../node/command/run-command.ts';
import { writeJson } from '../node/json-file.ts';
import { ExpectedError } from '../node/command/expected-error.ts';
import { describeLive, listReadings } from './live/describe-live.ts';
import { BENCH_BACKENDS, type BenchBackend } from './pipelines.ts';
import { requireChromium } from '../node/chromium/provide-chromium.ts';

interface Options {
  readonly backend: BenchBackend;
  readonly minutes: number;
  readonly json?: string;
}

const program = new Command('bench:live')
  .description(
    'Lets Mien’s page read a camera in Chromium for a long time, a film of face-api’s demo pictures in a loop, and says ' +
      'every minute how many tensors and how much memory it holds.',
  )
  .addOption(new Option('--backend <name>', 'what it runs on').choices(BENCH_BACKENDS).default('wasm'))
  .option('--minutes <n>', 'how long, at least 2', parseCount, 30)
  .option('--json <file>', 'write all figures there, too');

await runCommand(async () => {
  const { backend, minutes, json } = program.parse().opts<Options>();
  if (minutes < 2)
    throw new ExpectedError('what grows shows only from one minute to another; give --minutes 2 or more');
  // Loaded here: a wrong flag is answered before browser and bundler are.
  const { measureLive } = await import('./live/measure-live.ts');
  const report = await measureLive({
    executablePath: requireChromium(findChromium),
    backend,
    minutes,
    onReading: ({ minute, frames, numTensors }) =>
      console.error(`Minute ${minute} of ${minutes}: ${frames} frames, ${numTensors} tensors ...`),
  });
  console.log(`${listReadings(report.readings)}\n\n${describeLive(report)}`);
  if (json !== undefined) await writeJson(json, report);
});
