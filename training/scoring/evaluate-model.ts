import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import type { Samples } from '../data/samples.ts';
import { predictLogits } from '../models/predict-logits.ts';
import { computeCrossEntropy } from './fit-decision-rule.ts';
import { decideRows, scorePredictions, type RulerScore } from './rulers.ts';

/** Scores of one model on one split, by the decision rule of its manifest. */
export interface Evaluation {
  readonly rulers: {
    /** Against FER2013's own labels: what papers report. */
    readonly fer2013Labels: RulerScore | null;
    /** Against the majority of FER+'s ten people; null without votes. */
    readonly ferPlusMajority: RulerScore | null;
  };
  /** Mean cross-entropy of the probabilities to the targets, in nats. */
  readonly crossEntropy: number;
  /** Mean time of one face in a batch of 64 on this machine, in milliseconds. */
  readonly millisecondsPerFace: number;
}

/** Classifies all samples and scores the answers. */
export function evaluateModel(
  model: LayersModel,
  { normalisation, decision }: Pick<ModelManifest, 'normalisation' | 'decision'>,
  samples: Samples,
): Evaluation {
  const startedAt = performance.now();
  const logits = predictLogits(model, samples.pixels, normalisation);
  const millisecondsPerFace = (performance.now() - startedAt) / samples.labels.length;
  const predictions = decideRows(logits, decision);
  return {
    rulers: {
      fer2013Labels: scorePredictions(predictions, samples.labels),
      ferPlusMajority: scorePredictions(predictions, samples.majority),
    },
    crossEntropy: computeCrossEntropy(logits, samples.targets, decision),
    millisecondsPerFace,
  };
}
