import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBenchReport } from '../../bench/report/bench-report.ts';
import { BENCH_RESULTS_FILES, describeSpeed, LIVE_RESULTS_FILE } from '../../tools/readme-bench.ts';
import { replaceFigures } from '../../tools/readme-figures.ts';
import { makeLiveReport } from '../bench/live/made-up-live.ts';
import { makeMeasurements } from '../bench/measurements.ts';
import { makeTemporaryFolder } from '../training/data/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('the speed in the README', () => {
  it('is what was measured', async () => {
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
    expect(replaceFigures(readme, describeSpeed(ROOT))).toBe(readme); // else: npm run figures
  });

  it('is that of each backend that was measured', async () => {
    const root = await makeTemporaryFolder();
    expect(describeSpeed(root)).toContain('Not measured yet.');
    await mkdir(join(root, 'bench'));
    for (const [i, backend] of (['wasm', 'webgpu'] as const).entries()) {
      const report = createBenchReport(makeMeasurements(backend));
      await writeFile(join(root, BENCH_RESULTS_FILES[i] as string), JSON.stringify(report));
    }
    expect(describeSpeed(root)).not.toContain('live video');
    await writeFile(join(root, LIVE_RESULTS_FILE), JSON.stringify(makeLiveReport()));
    const text = describeSpeed(root);
    expect(text).toContain('Chromium 1, wasm, one thread each');
    expect(text).toContain('Chromium 1, webgpu (SwiftShader)');
    expect(text).toContain('6 minutes of live video');
  });
});
