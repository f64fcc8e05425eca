import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchReport } from '../../bench/report/bench-report.ts';
import { findGpuAdapter } from '../../node/gpu/find-gpu-adapter.ts';
import { callScript } from '../training/call-command.ts';
import { makeTemporaryFolder } from '../training/data/temporary-folder.ts';

const callBench = (...flags: string[]) => callScript('bench/run-bench.ts', ...flags);

describe('npm run bench', () => {
  it('says in one sentence what is wrong with a flag', { timeout: 240_000 }, async () => {
    const empty = await makeTemporaryFolder();
    const complaints: readonly (readonly [flags: string[], complaint: RegExp])[] = [
      [['--backend', 'webgl'], /^error: option '--backend <name>' argument 'webgl' is invalid.*wasm, webgpu/],
      [['--count', '0'], /^error: option '--count <n>' argument '0' is invalid.*whole number/],
      [['--frames', empty], /^error: .* holds no picture \(jpg, png\) and no clip/],
      [['--frames', join(empty, 'none')], /^error: .* is no folder that can be read/],
    ];
    for (const [flags, complaint] of complaints) {
      const { code, stderr } = await callBench(...flags);
      expect(code).toBe(1);
      expect(stderr).toMatch(complaint);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  });

  it(
    'names a picture or clip that cannot be shown, in one sentence, before it builds the pages',
    { timeout: 240_000 },
    async () => {
      for (const [name, kind] of [
        ['broken.jpg', 'picture'],
        ['broken.mp4', 'clip'],
      ] as const) {
        const folder = await makeTemporaryFolder();
        await writeFile(join(folder, name), 'nothing that can be shown');
        const { code, stderr } = await callBench('--frames', folder, '--count', '1');
        expect(code).toBe(1);
        expect(stderr).toMatch(new RegExp(`^error: ${name} is no ${kind} that this browser can show`, 'm'));
        expect(stderr.trim().split('\n')).toHaveLength(1);
      }
    },
  );

  it('measures a real GPU, or says that there is none', { timeout: 240_000 }, async () => {
    const hasGpu = (await findGpuAdapter()) !== null;
    const { code, stdout, stderr } = await callBench('--gpu');
    expect(code).toBe(hasGpu ? 0 : 1);
    if (hasGpu) expect(stdout).toContain('faces/s');
    else expect(stderr).toMatch(/error: there is no GPU here/);
  });

  it('measures all four on real faces', { timeout: 600_000 }, async () => {
    const folder = await makeTemporaryFolder();
    const [json, chart] = [join(folder, 'bench.json'), join(folder, 'bench.html')];
    const flags = ['--count', '3', '--visits', '1', '--frames-memory', '1', '--json', json, '--chart', chart];
    const { code, stdout, stderr } = await callBench(...flags);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^\| Mien is this many times as fast as/);
    const report = JSON.parse(await readFile(json, 'utf8')) as BenchReport;
    expect(Object.keys(report.pipelines)).toEqual(['mien', 'faceApi224', 'faceApi416', 'human']);
    for (const { medianMs, p95Ms, facesFound, firstResult } of Object.values(report.pipelines)) {
      expect(medianMs).toBeGreaterThan(0);
      expect(p95Ms).toBeGreaterThanOrEqual(medianMs);
      expect(facesFound).toBeGreaterThan(0);
      expect(firstResult.downloadedBytes).toBeGreaterThan(500_000);
    }
    // Two frames of one face, one of four, of which a machine that is too busy for a refinement sees fewer.
    expect(report.pipelines.mien.facesFound).toBeGreaterThanOrEqual(3);
    expect(report.pipelines.mien.facesFound).toBeLessThanOrEqual(6);
    for (const { mainThread } of Object.values(report.pipelines)) expect(mainThread?.longestMs).toBeGreaterThan(0);
    expect(report.appTasks?.live.count).toBeGreaterThan(0);
    expect(report.limit.shareOfMatMul).toBeGreaterThan(0);
    expect(await readFile(chart, 'utf8')).toContain('<svg');
  });
});
