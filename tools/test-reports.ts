/** How many tests of a report passed and failed. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

/** The parts of Vitest's JSON report that are read here. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** One a file. */
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** The parts of Playwright's JSON report that are read here. */
export interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
  /** What went wrong outside of any test: a file that does not load, a web server that does not start. */
  readonly errors: readonly unknown[];
}

/** A file that does not load holds no failed test; it counts as one. */
export function countVitest(report: VitestReport): TestCounts {
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

/** An error outside of the tests counts as a failed one. */
export function countPlaywright(report: PlaywrightReport): TestCounts {
  const { expected, unexpected, flaky } = report.stats;
  return { passed: expected + flaky, failed: unexpected + report.errors.length };
}

/** How one step of the test command ended; `counts` is null where it left no report, as the linter does. */
export interface StepOutcome {
  readonly succeeded: boolean;
  readonly counts: TestCounts | null;
}

/** All steps in one; a step that failed without a failed test counts as one, so that `failed` is 0 only if all is well. */
export function sumOutcomes(outcomes: readonly StepOutcome[]): TestCounts {
  let passed = 0;
  let failed = 0;
  for (const { succeeded, counts } of outcomes) {
    passed += counts?.passed ?? 0;
    failed += Math.max(counts?.failed ?? 0, succeeded ? 0 : 1);
  }
  return { passed, failed };
}
