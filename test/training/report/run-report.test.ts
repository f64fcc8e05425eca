import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { EXPRESSIONS } from '../../../src/core/expressions.ts';
import { formatShare } from '../../../node/format.ts';
import { REPORT_FILE, renderRunReport, writeRunReport } from '../../../training/report/run-report.ts';
import { makeTemporaryFolder } from '../data/temporary-folder.ts';
import { createReport } from './made-up-run.ts';

describe('the report of a run', () => {
  it('shows settings, curves, scores, confusion, calibration and mistakes', async () => {
    const report = createReport(30);
    const page = await renderRunReport(report);
    const { ferPlusMajority } = report.evaluation.metrics;
    expect(page).toContain(`${(100 * (ferPlusMajority?.accuracy ?? NaN)).toFixed(2)} %`);
    for (const title of [
      'Loss',
      'FER+ majority',
      'FER2013 labels, by the head for them',
      'Learning rate',
      'Speed',
      'Confusion matrix',
      'Reliability',
      'Worst mistakes',
    ]) {
      expect(page).toContain(title);
    }
    expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(7);
    expect(page.match(/data:image\/png;base64/g)).toHaveLength(24);
    expect(page).toContain('5.7 points'); // the calibration error
    expect(page).toContain('onnxruntime, 2 workers');
    expect(page).toContain('votes (weight 1), labels (weight 0.5)');
  });

  it('names the teachers, how much they count, and the start', async () => {
    const { description, history } = createReport(2);
    const teachers = [{ folder: 'models/a', weightsSha256: 'ab'.repeat(32) }];
    const startFrom = { folder: 'models/b', weightsSha256: 'cd'.repeat(32) };
    const config = { ...description.config, teachers, teacherWeight: 0.7, startFrom };
    const page = await renderRunReport({ description: { ...description, config }, history });
    expect(page).toContain('models/a (SHA-256 abababababab…), with a weight of 0.7 beside the targets');
    expect(page).toContain('models/b (SHA-256 cdcdcdcdcdcd…)');
  });

  it('has the FER+ confusion matrix in a table, with rows and recall of each class', async () => {
    const report = createReport(2);
    const { document } = parseHTML(await renderRunReport(report));
    const rows = Array.from(document.querySelectorAll('.confusion tbody tr'), (row) =>
      Array.from(row.children, (cell) => cell.textContent),
    );
    const score = report.evaluation.metrics.ferPlusMajority;
    expect(rows).toEqual(
      EXPRESSIONS.map((name, k) => [
        name,
        ...(score?.confusion[k] ?? []).map(String),
        '40', // drawn faces a class
        formatShare(score?.recalls[k] ?? NaN),
      ]),
    );
  });

  it('sums up the last epoch', async () => {
    const { description, history } = createReport(6);
    const changed = history.map((record) => (record.epoch === 6 ? { ...record, validationLoss: 0.1234 } : record));
    const { document } = parseHTML(await renderRunReport({ description, history: changed }));
    const text = (selector: string) => Array.from(document.querySelectorAll(selector), (node) => node.textContent);
    expect(text('.tiles dd')).toEqual(expect.arrayContaining(['6 of 60', '0.1234']));
    expect(text('svg text')).toEqual(expect.arrayContaining(['↑ cross-entropy, nats', 'epoch →', '↑ images/s']));
  });

  it('leaves out what is not known yet', async () => {
    const { description, history } = createReport(3);
    const page = await renderRunReport({ description, history });
    expect(page).toContain('Loss');
    expect(page).not.toContain('Confusion matrix');
    expect(page).not.toContain('Worst mistakes');
    expect(await renderRunReport({ description, history: [] })).toContain('No epoch has ended yet');
  });

  it('needs nothing but itself', async () => {
    const page = await renderRunReport(createReport(5));
    expect(page).not.toMatch(/<script|<link|src="http|url\(http/);
  });

  it('shows hostile text as text', async () => {
    const { description, history } = createReport(2);
    const paths = { data: '<script>alert(1)</script>"&' };
    const page = await renderRunReport({ description: { ...description, paths }, history });
    expect(page).not.toContain('<script>');
    expect(page).toContain('&lt;script&gt;');
  });

  it('is the same each time, and goes into the run’s folder', async () => {
    const folder = await makeTemporaryFolder();
    await writeRunReport(folder, createReport(4));
    expect(await readFile(join(folder, REPORT_FILE), 'utf8')).toBe(await renderRunReport(createReport(4)));
  });
});
