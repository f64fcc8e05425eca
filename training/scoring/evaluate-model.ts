import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import type { Samples } from '../data/samples.ts';
import { predictLogits } from '../models/predict-logits.ts';
import { computeCalibrationError, type CalibrationError } from './calibration-error.ts';
import { computeCrossEntropy, computeTargetEntropy } from './fit-decision-rule.ts';
import { chooseHighest, decideRows, scorePredictions, type RulerScore } from './rulers.ts';

/** One figure for each kind of truth; null where the rows have none of that kind. */
export interface ByRuler<Figure> {
  /** Against FER2013's own labels: what papers report. */
  readonly fer2013Labels: Figure | null;
  /** Against the majority of FER+'s ten people; null without votes. */
  readonly ferPlusMajority: Figure | null;
}

/** Scores of one model on one split, by the decision rule of its manifest. */
export interface Evaluation {
  readonly rulers: ByRuler<RulerScore> & {
    /** FER2013's labels, as the head that was trained on them reads them: its highest logit. null without one. */
    readonly labelHead: RulerScore | null;
  };
  /** Mean cross-entropy of the probabilities to the targets, in nats. */
  readonly crossEntropy: number;
  /** The lowest cross-entropy that there can be: the mean entropy of the targets, in nats. */
  readonly targetEntropy: number;
  readonly calibration: ByRuler<CalibrationError>;
  /** Mean time of one face in a batch of 64 on this machine, in milliseconds. */
  readonly millisecondsPerFace: number;
}

/** What it takes to use a model. */
export interface ScoredModel {
  readonly model: LayersModel;
  readonly manifest: Pick<ModelManifest, 'normalisation' | 'decision'>;
}

/** Classifies all samples and scores the answers. */
export function evaluateModel(
  model: LayersModel,
  { normalisation, decision }: ScoredModel['manifest'],
  samples: Samples,
): Evaluation {
  const startedAt = performance.now();
  const { votes: logits, labels } = predictLogits(model, samples.pixels, normalisation);
  const millisecondsPerFace = (performance.now() - startedAt) / samples.labels.length;
  const predictions = decideRows(logits, decision);
  return {
    rulers: {
      fer2013Labels: scorePredictions(predictions, samples.labels),
      ferPlusMajority: scorePredictions(predictions, samples.majority),
      labelHead: labels && scorePredictions(chooseHighest(labels), samples.labels),
    },
    crossEntropy: computeCrossEntropy(logits, samples.targets, decision),
    targetEntropy: computeTargetEntropy(samples.targets),
    calibration: {
      fer2013Labels: computeCalibrationError(logits, samples.labels, decision),
      ferPlusMajority: computeCalibrationError(logits, samples.majority, decision),
    },
    millisecondsPerFace,
  };
}
