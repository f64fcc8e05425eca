import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, sumOutcomes } from '../../tools/test-reports.ts';

describe('countVitest', () => {
  it('counts tests, and a file that does not load as one failed', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      testResults: [
        { status: 'passed', assertionResults: [{}, {}] },
        { status: 'failed', assertionResults: [{}, {}] },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(countVitest(report)).toEqual({ passed: 3, failed: 2 });
  });
});

describe('countPlaywright', () => {
  it('counts tests, and errors outside of them as failed', () => {
    const report = { stats: { expected: 5, unexpected: 2, flaky: 1, skipped: 4 }, errors: [{}] };
    expect(countPlaywright(report)).toEqual({ passed: 6, failed: 3 });
  });
});

describe('sumOutcomes', () => {
  it('adds up what the steps report', () => {
    expect(
      sumOutcomes([
        { succeeded: true, counts: null },
        { succeeded: true, counts: { passed: 10, failed: 0 } },
        { succeeded: false, counts: { passed: 4, failed: 2 } },
      ]),
    ).toEqual({ passed: 14, failed: 2 });
  });

  it('counts a step that failed without a failed test', () => {
    expect(sumOutcomes([{ succeeded: false, counts: null }])).toEqual({ passed: 0, failed: 1 });
    expect(sumOutcomes([{ succeeded: false, counts: { passed: 7, failed: 0 } }])).toEqual({ passed: 7, failed: 1 });
  });
});
