import { EXPRESSIONS } from '../../src/core/expressions.ts';
import type { ModelManifest, MetricsRecord } from '../../src/core/model-manifest.ts';

const PRIOR = [0.12, 0.01, 0.03, 0.3, 0.13, 0.14, 0.27];

/** 70 faces, 10 of each expression, 7 of them read right and the others as the next one. */
const SCORES: MetricsRecord = {
  n: 70,
  correct: 49,
  accuracy: 0.7,
  interval: [0.585, 0.794],
  meanRecall: 0.7,
  recalls: EXPRESSIONS.map(() => 0.7),
  macroF1: 0.7,
  confusion: EXPRESSIONS.map((_, truth) =>
    EXPRESSIONS.map((__, answer) => (answer === truth ? 7 : answer === (truth + 1) % EXPRESSIONS.length ? 3 : 0)),
  ),
};

/** A manifest that the program accepts. Nothing was trained or measured for it. */
export const MANIFEST: ModelManifest = {
  format: 'mien-expression-model',
  version: 5,
  labels: [...EXPRESSIONS],
  heads: ['votes'],
  input: { width: 48, height: 48, channels: 1 },
  normalisation: { mean: 129.5, std: 64.5 },
  crop: { scale: 1.2, offsetX: 0, offsetY: -0.05 },
  decisions: {
    everyday: { temperature: 1.3, logitOffsets: [-0.3, 0.9, 0.5, -0.5, -0.2, 0, -0.4] },
    acting: { temperature: 1.1, logitOffsets: [-0.9, 2.7, 1.5, -1.5, -0.6, 0, -1.2] },
  },
  weightsSha256: 'a5'.repeat(32),
  parameters: 480_000,
  macs: 86_000_000,
  golden: { crops: 'AAAA'.repeat(768), logits: [[0, 0, 0, 1, 0, 0, 0]] },
  metrics: {
    split: 'PublicTest',
    fer2013Labels: SCORES,
    ferPlusMajority: null,
    labelHead: null,
    clean: { fer2013Labels: SCORES, ferPlusMajority: null, labelHead: null },
    acting: { fer2013Labels: SCORES, ferPlusMajority: null },
    robustness: null,
    humanBaseline: null,
    crossEntropy: 0.9,
    targetEntropy: 0,
  },
  calibration: {
    truth: 'fer2013Labels',
    offsets: { prior: PRIOR, strengths: { everyday: 0.4, acting: 1.2 } },
    n: 35,
    ece: { before: 0.08, after: 0.02 },
    crossEntropy: { before: 1.1, after: 0.9 },
    voteCrossEntropy: null,
  },
  data: {
    hashes: { data: 'b6'.repeat(32), votes: null, leakage: null },
    splitRule: 'Trained on Training, all of it.',
    trainingRows: 28_000,
  },
  training: {
    engine: 'onnxruntime',
    seed: 1,
    epochs: 30,
    hours: 1.5,
    gitCommit: null,
    config: { network: { name: 'fast' } },
  },
};
