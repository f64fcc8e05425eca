import { PLAIN_RULE } from '../../../src/core/decision-rule.ts';
import { EXPRESSIONS } from '../../../src/core/expressions.ts';
import { createRandom } from '../../../src/core/random.ts';
import { addLabelHead } from '../../../training/models/zoo.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { PRESETS } from '../../../training/recipe/presets.ts';
import { collectMistakes } from '../../../training/report/collect-mistakes.ts';
import type { RunReport } from '../../../training/report/run-report.ts';
import type { EpochRecord, RunDescription } from '../../../training/run/run-folder.ts';
import { RELIABILITY_BINS, type ReliabilityBin } from '../../../training/scoring/calibration-error.ts';
import type { Evaluation } from '../../../training/scoring/evaluate-model.ts';
import { scorePredictions } from '../../../training/scoring/metrics.ts';

/** A description as train.ts writes it, of a run that never was. */
export const DESCRIPTION: RunDescription = {
  config: { ...PRESETS.fast, network: addLabelHead(PRESETS.fast.network), engine: 'onnxruntime' },
  paths: { data: 'data/fer2013.csv.gz', votes: 'data/fer2013new.csv' },
  dataHashes: { data: 'a1b2c3d4e5f6'.repeat(6).slice(0, 64), votes: '0123456789ab'.repeat(6).slice(0, 64) },
  gitCommit: '0c010fb5a3e1d2c4b6a7980123456789abcdef01',
  trainingRows: 26_671,
  prior: [0.1, 0.02, 0.03, 0.26, 0.13, 0.13, 0.33],
};

/** Rule by which mistakes are collected: the network's own probabilities. */

/** Epochs whose figures change as those of a real run do. */
export function createHistory(epochs: number): EpochRecord[] {
  const random = createRandom(7);
  const noise = () => 0.01 * (random.next() - 0.5);
  return Array.from({ length: epochs }, (_, i): EpochRecord => {
    const progress = 1 - Math.exp(-(i + 1) / (0.2 * epochs));
    const overfit = 0.05 * Math.max(0, i / epochs - 0.8);
    return {
      epoch: i + 1,
      loss: 1.75 - 0.85 * progress + noise(),
      seconds: 88 + 400 * noise(),
      imagesPerSecond: 303 + 1400 * noise(),
      validationLoss: 1.6 - 0.78 * progress + overfit + noise(),
      ferPlusMajority: { accuracy: 0.45 + 0.42 * progress + noise(), meanRecall: 0.3 + 0.45 * progress + 2 * noise() },
      fer2013Labels: { accuracy: 0.38 + 0.28 * progress + noise(), meanRecall: 0.33 + 0.28 * progress + noise() },
      labelHead: { accuracy: 0.4 + 0.28 * progress + noise(), meanRecall: 0.35 + 0.28 * progress + noise() },
    };
  });
}

/** Drawn faces and answers to them, three in four of them right. */
export function createAnsweredFaces() {
  const drawn = createSyntheticFaces(40, 3);
  const samples = { ...drawn, hasVotes: true, majority: Int8Array.from(drawn.labels) };
  const random = createRandom(11);
  const answers = Array.from(samples.labels, (label) => (random.next() < 0.75 ? label : Math.floor(random.next() * 7)));
  const logits = new Float32Array(answers.length * EXPRESSIONS.length);
  answers.forEach((answer, row) => (logits[row * EXPRESSIONS.length + answer] = 1 + 5 * random.next()));
  return { samples, answers, logits };
}

/** Bins of a model that is somewhat too sure of itself; the first one is empty. */
const RELIABILITY = Array.from({ length: RELIABILITY_BINS }, (_, i): ReliabilityBin => {
  const meanConfidence = (i + 0.55) / RELIABILITY_BINS;
  const count = i === 0 ? 0 : Math.round(0.4 * i ** 3) + 7 * i;
  const [lower, upper] = [i / RELIABILITY_BINS, (i + 1) / RELIABILITY_BINS];
  return { lower, upper, count, meanConfidence, accuracy: 0.02 + 0.9 * meanConfidence };
});

/** A run with all that a report can hold. */
export function createReport(epochs: number): Required<RunReport> {
  const { samples, answers, logits } = createAnsweredFaces();
  const calibration = { n: 3_100, ece: 0.0567, bins: RELIABILITY };
  const evaluation: Evaluation = {
    metrics: {
      ferPlusMajority: scorePredictions(answers, samples.majority),
      fer2013Labels: scorePredictions(answers, samples.labels),
      labelHead: null,
    },
    acting: { ferPlusMajority: null, fer2013Labels: null },
    plain: { ferPlusMajority: null, fer2013Labels: null },
    humanBaseline: null,
    crossEntropy: 0.8432,
    targetEntropy: 0.61,
    calibration: { ferPlusMajority: calibration, fer2013Labels: calibration },
    millisecondsPerFace: 3,
  };
  const mistakes = collectMistakes(samples, logits, PLAIN_RULE);
  return { description: DESCRIPTION, history: createHistory(epochs), evaluation, mistakes };
}
