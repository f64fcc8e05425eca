import { barY, ruleX, text, tickY } from '@observablehq/plot';
import { html, type Html } from '../../node/html/html.ts';
import { CHART_COLOURS, renderChart } from '../../node/html/render-chart.ts';
import { renderReportPage } from '../../node/html/report-page.ts';
import { PIPELINE, PIPELINES } from '../pipelines.ts';
import type { BenchReport, SceneReport } from './bench-report.ts';

/** A chart for each scene as the text of one HTML document that needs no other file. */
export function renderBench({ backend, adapter, browser, scenes }: BenchReport): string {
  const title = `Milliseconds a frame on ${backend}`;
  const content = html`
    <p class="note">${browser}${adapter === null ? '' : `, ${adapter}`}, frames of 640x480, lower is better</p>
    <div class="charts">${scenes.map(renderScene)}</div>
  `;
  return renderReportPage(title, content);
}

function renderScene({ name, frames, pipelines }: SceneReport): Html {
  const bars = PIPELINES.map((pipeline) => ({ title: PIPELINE[pipeline].title, ...pipelines[pipeline] }));
  return renderChart({
    title: `${name}, ${frames} frames`,
    legend: [
      { name: 'median', colour: CHART_COLOURS.first, shape: 'area' },
      { name: '95 % of frames are faster', colour: CHART_COLOURS.second, shape: 'line' },
    ],
    marks: [
      barY(bars, { x: 'title', y: 'medianMs', fill: CHART_COLOURS.first, fillOpacity: 0.55 }),
      ruleX(bars, { x: 'title', y1: 'medianMs', y2: 'p95Ms', stroke: CHART_COLOURS.second }),
      tickY(bars, { x: 'title', y: 'p95Ms', stroke: CHART_COLOURS.second, strokeWidth: 2.5, inset: 18 }),
      text(bars, {
        x: 'title',
        y: 0,
        text: (bar: (typeof bars)[number]) => bar.medianMs.toPrecision(3),
        lineAnchor: 'bottom',
        dy: -6,
        fontWeight: 'bold',
      }),
    ],
    x: {
      label: null,
      domain: bars.map((bar) => bar.title),
      padding: 0.3,
      // In two lines, or neighbours touch.
      tickFormat: (label: string) => label.replace(' ', '\n'),
    },
    y: { label: 'ms a frame', zero: true, nice: true },
  });
}
