import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { createBenchReport } from '../../../bench/report/bench-report.ts';
import { describeBench } from '../../../bench/report/describe-bench.ts';
import { renderBench } from '../../../bench/report/render-bench.ts';
import { makeMeasurements } from '../measurements.ts';

const cells = (line: string | undefined) =>
  line
    ?.split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

describe('describeBench', () => {
  const report = createBenchReport(makeMeasurements('webgpu'));
  const tables = describeBench(report).split('\n\n');

  it('puts the ratios first', () => {
    const lines = tables[0]?.split('\n') ?? [];
    expect(cells(lines[0])?.slice(1)).toEqual(['face-api 224', 'face-api 416', 'Human']);
    expect(cells(lines[2])).toEqual(['one', '3.5', '7.0', '8.0']);
    expect(cells(lines[4])).toEqual(['all frames', '3.5', '7.0', '8.0']);
  });

  it('tells speed, faces, load, memory and calls of each pipeline', () => {
    expect(cells(tables[1]?.split('\n')[2])).toEqual(['one, 12', 'Mien', '10.0', '50.5', '5.0', '12']);
    const peer = ['1.00', '0.60', '1.00', '9', '120.0', '80.0', '4.50', '+0.50', '-', '-'];
    expect(cells(tables[2]?.split('\n')[5])).toEqual(['Human', ...peer]);
    expect(cells(tables[3]?.split('\n')[2])).toEqual(['Mien', '11', '1.05', '1', '0', '60']);
    expect(tables[4]).toContain('19.2 GFLOP/s with 16 faces at a time, 72 % of what matrix products on webgpu');
    expect(tables[4]).toContain('SwiftShader');
    expect(tables[4]).toMatch(
      /first reading of a camera, 120\.0 ms \(80\.0 ms of processor time\), 9 \(7\) above 16 ms/,
    );
    expect(tables[4]).toMatch(/ten seconds of reading it 6\.3 ms .*, 0 \(0\) above 16 ms/);
  });

  it('leaves out what an older report does not hold', () => {
    const { mainThread, ...mien } = report.pipelines.mien;
    const { appTasks, ...older } = { ...report, pipelines: { ...report.pipelines, mien } };
    expect([mainThread, appTasks]).not.toContain(undefined);
    const [, , resources, , rest] = describeBench(older).split('\n\n');
    expect(cells(resources?.split('\n')[2])?.slice(4, 7)).toEqual(['-', '-', '-']);
    expect(rest).not.toContain('longest task');
  });

  it('has no table of calls on wasm', () => {
    expect(describeBench(createBenchReport(makeMeasurements('wasm')))).not.toContain('dispatches');
  });
});

describe('renderBench', () => {
  it('draws a bar with its median for each pipeline in each scene', () => {
    const { document } = parseHTML(renderBench(createBenchReport(makeMeasurements('wasm'))));
    const figures = [...document.querySelectorAll('figure')];
    expect(figures.map((figure) => figure.querySelector('h3')?.textContent)).toEqual([
      'one, 12 frames',
      'four, 12 frames',
    ]);
    for (const figure of figures) expect(figure.querySelectorAll('svg rect')).toHaveLength(4);
    expect(figures[0]?.textContent).toContain('70.0');
  });
});
