import type { LayersModel } from '@tensorflow/tfjs-layers';
import { PLAIN_RULE, type DecisionRule, type DecisionRules } from '../../src/core/decision-rule.ts';
import type { ModelManifest, HumanBaseline } from '../../src/core/model-manifest.ts';
import type { Samples } from '../data/samples.ts';
import { predictLogits, type HeadLogits } from './predict-logits.ts';
import { computeCalibrationError, type CalibrationError } from './calibration-error.ts';
import { computeCrossEntropy, computeTargetEntropy } from './fit-decision-rule.ts';
import { measureHumanBaseline } from './human-baseline.ts';
import { chooseHighest, decideRows, scorePredictions, type Metrics } from './metrics.ts';

/** One figure for each kind of truth; null where the rows have none of that kind. */
export interface ByTruth<Figure> {
  /** Against FER2013's own labels: what papers report. */
  readonly fer2013Labels: Figure | null;
  /** Against the majority of FER+'s ten people; null without votes. */
  readonly ferPlusMajority: Figure | null;
}

/** Scores of one model on one split, by the everyday rule of its manifest unless it is said otherwise. */
export interface Evaluation {
  readonly metrics: ByTruth<Metrics> & {
    /** FER2013's labels, as the head that was trained on them reads them: its highest logit. null without one. */
    readonly labelHead: Metrics | null;
  };
  /** Answers by the acting rule. */
  readonly acting: ByTruth<Metrics>;
  /** Answers by the highest logit. */
  readonly plain: ByTruth<Metrics>;
  /** Mean cross-entropy of the probabilities to the targets, in nats. */
  readonly crossEntropy: number;
  /** The lowest cross-entropy that there can be: the mean entropy of the targets, in nats. */
  readonly targetEntropy: number;
  /** The network beside one of the people who voted; null without votes. */
  readonly humanBaseline: HumanBaseline | null;
  readonly calibration: ByTruth<CalibrationError>;
  /** Mean time of one face in a batch of 64 on this machine, in milliseconds. */
  readonly millisecondsPerFace: number;
}

/** What it takes to use a model. */
export interface ScoredModel {
  readonly model: LayersModel;
  readonly manifest: Pick<ModelManifest, 'normalisation' | 'decisions'>;
}

/** Classifies all samples and scores the answers. */
export function evaluateModel(
  model: LayersModel,
  { normalisation, decisions }: ScoredModel['manifest'],
  samples: Samples,
): Evaluation {
  const startedAt = performance.now();
  const logits = predictLogits(model, samples.pixels, normalisation);
  const millisecondsPerFace = (performance.now() - startedAt) / samples.labels.length;
  return { ...evaluateLogits(logits, decisions, samples), millisecondsPerFace };
}

/** Scores what a network gave for all samples. */
export function evaluateLogits(
  { votes: logits, labels }: HeadLogits,
  decisions: DecisionRules,
  samples: Samples,
): Omit<Evaluation, 'millisecondsPerFace'> {
  return {
    metrics: {
      ...scoreReading(logits, decisions.everyday, samples),
      labelHead: labels && scorePredictions(chooseHighest(labels), samples.labels),
    },
    acting: scoreReading(logits, decisions.acting, samples),
    plain: scoreReading(logits, PLAIN_RULE, samples),
    crossEntropy: computeCrossEntropy(logits, samples.targets, decisions.everyday),
    targetEntropy: computeTargetEntropy(samples.targets),
    humanBaseline: measureHumanBaseline(logits, samples, decisions),
    calibration: {
      fer2013Labels: computeCalibrationError(logits, samples.labels, decisions.everyday),
      ferPlusMajority: computeCalibrationError(logits, samples.majority, decisions.everyday),
    },
  };
}

function scoreReading(logits: Float32Array, rule: DecisionRule, samples: Samples): ByTruth<Metrics> {
  const answers = decideRows(logits, rule);
  return {
    fer2013Labels: scorePredictions(answers, samples.labels),
    ferPlusMajority: scorePredictions(answers, samples.majority),
  };
}
