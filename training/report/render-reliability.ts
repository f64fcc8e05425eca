import { dot, link, rectY, text } from '@observablehq/plot';
import type { ReliabilityBin } from '../scoring/calibration-error.ts';
import { formatShare } from '../../node/format.ts';
import type { Html } from '../../node/html/html.ts';
import { CHART_COLOURS, renderChart } from '../../node/html/render-chart.ts';

/**
 * The reliability diagram (Guo et al. 2017) and, below it, how many faces are in each bin.
 *
 * @param calibrationError expected calibration error, 0..1
 */
export function renderReliability(bins: readonly ReliabilityBin[], calibrationError: number): readonly Html[] {
  const filled = bins.filter((bin) => bin.count > 0);
  const x = { label: 'probability of the answer, %', domain: [0, 100], percent: true } as const;
  const range = { x1: 'lower', x2: 'upper', inset: 1 };
  const diagram = renderChart({
    title: 'Reliability',
    caption:
      `Of the faces on which the model says ${formatShare(0.7)}, ${formatShare(0.7)} should be right. ` +
      `Expected calibration error: ${(100 * calibrationError).toFixed(1)} points.`,
    legend: [
      { name: 'right answers', colour: CHART_COLOURS.first, shape: 'area' },
      { name: 'mean probability of the bin', colour: CHART_COLOURS.second, shape: 'dots' },
      { name: 'perfect', colour: CHART_COLOURS.mark, shape: 'dashes' },
    ],
    height: 340,
    marks: [
      rectY(filled, { ...range, y: 'accuracy', fill: CHART_COLOURS.first, fillOpacity: 0.55 }),
      link([null], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: CHART_COLOURS.mark, strokeDasharray: '6 4' }),
      dot(filled, { x: 'meanConfidence', y: 'accuracy', r: 3.5, fill: CHART_COLOURS.second }),
    ],
    x,
    y: { label: 'right answers, %', domain: [0, 100], percent: true },
  });
  const counts = renderChart({
    title: 'Faces in each bin',
    height: 340,
    marks: [
      rectY(filled, { ...range, y: 'count', fill: CHART_COLOURS.first, fillOpacity: 0.55 }),
      text(filled, {
        x: (bin: ReliabilityBin) => (bin.lower + bin.upper) / 2,
        y: 'count',
        text: (bin: ReliabilityBin) => String(bin.count),
        lineAnchor: 'bottom',
        dy: -3,
        fontSize: 10,
      }),
    ],
    x,
    y: { label: 'faces', nice: true },
  });
  return [diagram, counts];
}
