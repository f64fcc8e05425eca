import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { createBenchReport, describeBench } from '../bench/bench-report.ts';
import { measureEngines } from '../bench/measure-engines.ts';
import { parseCount, runCommand } from '../../node/command/run-command.ts';
import { writeJson } from '../../node/json-file.ts';

interface Options {
  readonly json?: string;
  readonly steps: number;
  readonly memorySteps: number;
  readonly batchSize: number;
}

const program = new Command('bench:train')
  .description(
    'Measures how fast the engines train, against what plain matrix products of the same library reach on this ' +
      'machine, and whether memory stays flat. All of it in turns; nothing else should run meanwhile.',
  )
  .option('--json <file>', 'write all figures there, too')
  .option('--steps <n>', 'timed steps of each engine; tfjs-wasm takes a tenth', parseCount, 100)
  .option('--memory-steps <n>', 'steps over which memory is watched', parseCount, 500)
  .option('--batch-size <n>', 'images a step', parseCount, 64);

await runCommand(async () => {
  const { json, ...sizes } = program.parse().opts<Options>();
  const plan = {
    ...sizes,
    workers: Math.min(2, availableParallelism()),
    rounds: 10,
    gemmSizes: [512, 1024, 2048],
    gemmDuration: 300,
  };
  const report = createBenchReport(plan, await measureEngines(plan, console.error));
  console.log(describeBench(report));
  if (json !== undefined) await writeJson(json, report);
});
