import { dot, lineY, type Markish } from '@observablehq/plot';
import { computeLearningRate } from '../engines/optimizer.ts';
import type { EpochRecord } from '../run/run-folder.ts';
import type { TrainConfig } from '../recipe/train-config.ts';
import { html, type Html } from '../../node/html/html.ts';
import { CHART_COLOURS, DASHES, renderChart, type LegendEntry } from '../../node/html/render-chart.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Curve extends LegendEntry {
  readonly shape: 'line' | 'dashes';
  readonly points: readonly Point[];
}

/** More points than this make a line that needs no dots. */
const DOTTED_POINTS = 20;
/** Points of the learning rate's curve. */
const RATE_POINTS = 200;

/**
 * Charts over the epochs: losses, accuracy and mean recall of each truth that the run has, learning rate and speed.
 *
 * @param history at least one epoch
 * @param trainingRows number of training faces
 */
export function renderTrainingCurves(
  history: readonly EpochRecord[],
  config: TrainConfig,
  trainingRows: number,
): readonly Html[] {
  const epochs = Math.max(...history.map((record) => record.epoch));
  const x = { label: 'epoch', domain: [0, epochs], ticks: chooseEpochTicks(epochs), tickFormat: 'd' };
  const follow = (value: (record: EpochRecord) => number | undefined): Point[] =>
    history.flatMap((record) => {
      const y = value(record);
      return y === undefined ? [] : [{ x: record.epoch, y }];
    });

  const losses = drawCurves(
    ['training', follow((record) => record.loss)],
    ['validation', follow((record) => record.validationLoss)],
  );
  const truths = [
    ['ferPlusMajority', 'FER+ majority'],
    ['fer2013Labels', 'FER2013 labels'],
    ['labelHead', 'FER2013 labels, by the head for them'],
  ] as const;
  const scores = truths.map(([truth, title]) => {
    const accuracy = follow((record) => record[truth]?.accuracy);
    const curves = drawCurves(['accuracy', accuracy], ['mean recall', follow((record) => record[truth]?.meanRecall)]);
    if (accuracy.length === 0) return html``;
    return renderChart({ title, ...curves, x, y: { label: 'PublicTest, %', percent: true, nice: true } });
  });
  const [rate, speed] = [
    drawCurves(['learning rate', sampleLearningRate(config, trainingRows, epochs)]),
    drawCurves(['speed', follow((record) => record.imagesPerSecond)]),
  ];
  return [
    renderChart({
      title: 'Loss',
      caption: describeLosses(config, epochs),
      ...losses,
      x,
      y: { label: 'cross-entropy, nats', nice: true },
    }),
    ...scores,
    renderChart({
      title: 'Learning rate',
      marks: rate.marks,
      caption: 'As the settings above have it.',
      x,
      y: { label: 'learning rate', zero: true, nice: true },
    }),
    renderChart({ title: 'Speed', marks: speed.marks, x, y: { label: 'images/s', zero: true, nice: true } }),
  ];

  /** The first curve in full, the second one dashed. */
  function drawCurves(...named: readonly (readonly [string, readonly Point[]])[]) {
    const curves = named.map(([name, points], i): Curve =>
      i === 0
        ? { name, points, colour: CHART_COLOURS.first, shape: 'line' }
        : { name, points, colour: CHART_COLOURS.second, shape: 'dashes' },
    );
    return { legend: curves, marks: curves.flatMap(drawCurve) };
  }
}

function drawCurve({ points, colour, shape }: Curve): Markish[] {
  const dashes = shape === 'dashes' ? { strokeDasharray: DASHES } : {};
  const line = lineY(points, { x: 'x', y: 'y', stroke: colour, strokeWidth: 2, ...dashes });
  return points.length > DOTTED_POINTS ? [line] : [line, dot(points, { x: 'x', y: 'y', r: 2.5, fill: colour })];
}

function describeLosses({ epochs, network, weakShare }: TrainConfig, epochsDone: number): string {
  const firstWeak = Math.floor(epochs * (1 - weakShare)) + 1;
  const both = network.heads === undefined ? '' : ' The training loss counts the head for FER2013’s labels, too.';
  const base =
    'Training: the weights as they change, on augmented pictures. Validation: their running average, on PublicTest.' +
    both;
  return firstWeak <= epochsDone ? `${base} From epoch ${firstWeak} on pictures are augmented less.` : base;
}

/** Learning rates over the epochs done; x counts epochs. */
function sampleLearningRate(config: TrainConfig, trainingRows: number, epochsDone: number): Point[] {
  const stepsPerEpoch = Math.floor(trainingRows / config.batchSize);
  const lastStep = epochsDone * stepsPerEpoch - 1;
  return Array.from({ length: RATE_POINTS + 1 }, (_, i) => {
    const step = Math.round((i / RATE_POINTS) * lastStep);
    const y = computeLearningRate(step, config.epochs * stepsPerEpoch, config.warmupSteps, config.peakLearningRate);
    return { x: step / stepsPerEpoch, y };
  });
}

/** Whole epochs only, eight at most after 0. */
function chooseEpochTicks(epochs: number): number[] {
  const candidates = [1, 2, 5].flatMap((digit) => [1, 10, 100, 1000].map((unit) => digit * unit));
  const distance = candidates.sort((a, b) => a - b).find((step) => epochs / step <= 8) ?? epochs;
  return Array.from({ length: Math.floor(epochs / distance) + 1 }, (_, i) => i * distance);
}
