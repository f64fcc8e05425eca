import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBenchReport } from '../../../bench/report/bench-report.ts';
import {
  BENCH_RESULTS_FILES,
  describeSpeed,
  describeSpeedInShort,
  LIVE_RESULTS_FILE,
} from '../../../tools/figures/describe-speed.ts';
import { ExpectedError } from '../../../node/command/expected-error.ts';
import { makeLiveReport } from '../../bench/live/made-up-live.ts';
import { makeMeasurements } from '../../bench/measurements.ts';
import { makeTemporaryFolder } from '../../training/data/temporary-folder.ts';

/** A folder with results of the bench on some backends. */
async function writeResults(...backends: (keyof typeof BENCH_RESULTS_FILES)[]): Promise<string> {
  const root = await makeTemporaryFolder();
  await mkdir(join(root, 'bench'));
  for (const backend of backends) {
    const report = createBenchReport(makeMeasurements(backend));
    await writeFile(join(root, BENCH_RESULTS_FILES[backend]), JSON.stringify(report));
  }
  return root;
}

describe('describeSpeed', () => {
  it('is that of each backend that was measured', async () => {
    expect(describeSpeed(await writeResults())).toContain('Not measured yet.');
    const root = await writeResults('wasm', 'webgpu');
    expect(describeSpeed(root)).not.toContain('live video');
    await writeFile(join(root, LIVE_RESULTS_FILE), JSON.stringify(makeLiveReport()));
    const text = describeSpeed(root);
    expect(text).toContain('### On WebAssembly');
    expect(text).toContain('Chromium 1, wasm, one thread each');
    expect(text).toContain('### On WebGPU');
    expect(text).toContain('Chromium 1, webgpu (SwiftShader)');
    expect(text).toContain('6 minutes of live video');
  });
});

describe('figures of another program', () => {
  it.each([
    ['wasm', { limit: null }, /results\.json holds no figures of bench \(limit: .*null\)/],
    ['webgpu', { pipelines: { mien: {} } }, /results-webgpu\.json .*\(pipelines\.mien\.medianMs: /],
    ['webgpu', { backend: 'webgl' }, /results-webgpu\.json .*\(backend: .*"webgl"\)/],
  ] as const)('are refused by file and value: %s %j', async (backend, changes, sentence) => {
    const root = await writeResults('wasm', 'webgpu');
    const report = { ...createBenchReport(makeMeasurements(backend)), ...changes };
    await writeFile(join(root, BENCH_RESULTS_FILES[backend]), JSON.stringify(report));
    expect(() => describeSpeed(root)).toThrow(ExpectedError);
    expect(() => describeSpeed(root)).toThrow(sentence);
  });

  it('of long video are refused, too', async () => {
    const root = await writeResults();
    const readings = [{ ...makeLiveReport().readings[0], frames: -1 }];
    await writeFile(join(root, LIVE_RESULTS_FILE), JSON.stringify({ ...makeLiveReport(), readings }));
    expect(() => describeSpeed(root)).toThrow(/results-live\.json .*\(readings\.0\.frames: /);
  });
});

describe('describeSpeedInShort', () => {
  it('says how many times as fast as each peer Mien is, and who found how many faces', async () => {
    expect(describeSpeedInShort(await writeResults('webgpu'))).toContain('Not measured yet.');
    const lines = describeSpeedInShort(await writeResults('wasm'))
      .split('\n')
      .filter((line) => line.startsWith('|'));
    const cells = lines.map((line) => line.split('|').map((cell) => cell.trim()));
    expect(cells[0]).toEqual([
      '',
      'Mien, compared with',
      'one, 12 frames',
      'faces found',
      'four, 12 frames',
      'faces found',
      '',
    ]);
    expect(cells[2]?.slice(1, 4)).toEqual(['face-api 224', '3.5 times as fast', '12']);
    expect(cells[5]?.slice(1, 6)).toEqual(['Mien itself', '10.0 ms a frame', '12', '40.0 ms a frame', '48']);
  });
});
