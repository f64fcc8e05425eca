import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import {
  countPlaywright,
  countVitest,
  sumOutcomes,
  type PlaywrightReport,
  type StepOutcome,
  type TestCounts,
  type VitestReport,
} from './test-reports.ts';

/** One npm script of `npm test`, and how its report is counted. */
interface Step {
  readonly script: string;
  readonly report: { readonly file: string; readonly count: (json: unknown) => TestCounts } | null;
}

// The report files are named in vitest.config.ts and playwright.config.ts.
const STEPS: readonly Step[] = [
  { script: 'check', report: null },
  { script: 'lint', report: null },
  {
    script: 'test:unit',
    report: { file: '.cache/test-reports/unit.json', count: (json) => countVitest(json as VitestReport) },
  },
  {
    script: 'test:browser',
    report: { file: '.cache/test-reports/browser.json', count: (json) => countPlaywright(json as PlaywrightReport) },
  },
];

function runStep({ script, report }: Step): StepOutcome {
  if (report) rmSync(report.file, { force: true });
  console.log(`\n> npm run ${script}`);
  const { status } = spawnSync(`npm run --silent ${script}`, { shell: true, stdio: ['ignore', 'inherit', 'inherit'] });
  const counts = report && existsSync(report.file) ? report.count(JSON.parse(readFileSync(report.file, 'utf8'))) : null;
  return { succeeded: status === 0, counts };
}

// Every step runs, whatever became of the ones before: one run shows all that is wrong.
const outcomes = STEPS.map(runStep);
const failedSteps = STEPS.filter((_, i) => outcomes[i]?.succeeded !== true).map((step) => step.script);
const { passed, failed } = sumOutcomes(outcomes);
console.log(failedSteps.length === 0 ? '\nAll steps succeeded.' : `\nFailed: ${failedSteps.join(', ')}.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failedSteps.length === 0 ? 0 : 1;
