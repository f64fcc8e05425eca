import type { LayersModel } from '@tensorflow/tfjs-layers';
import { PLAIN_RULE, type DecisionRule, type DecisionRules } from '../../src/core/decision-rule.ts';
import type { CalibrationRecord } from '../../src/core/model-manifest.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { selectSamples, type Samples } from '../data/samples.ts';
import { NORMALISATION } from '../models/input-convention.ts';
import { predictLogits } from './predict-logits.ts';
import { computeCalibrationError } from './calibration-error.ts';
import { computeCrossEntropy, DEFAULT_STRENGTHS, fitDecisionRules, selectKnownRows } from './fit-decision-rule.ts';

/** Decision rules, and what the everyday one does to the rows that no temperature was fitted to. */
export interface Calibration {
  readonly decisions: DecisionRules;
  readonly record: CalibrationRecord;
}

/**
 * Makes the decision rules, their temperatures fitted to the even rows of the validation split, and measures the
 * everyday one on the odd rows, before (a plain softmax of the logits) and after. The truth is the FER+
 * majority, or FER2013's labels where there are no votes.
 *
 * The wasm backend must be current (`prepareWasmBackend`).
 *
 * @param prior share of each class in the training targets
 * @param everyday how many times its logarithm the everyday rule takes off
 * @throws ExpectedError if either half is without a row that has a truth
 */
export function calibrateModel(
  model: LayersModel,
  prior: readonly number[],
  validation: Samples,
  everyday = DEFAULT_STRENGTHS.everyday,
): Calibration {
  const fitting = readKnownRows(model, selectEvenRows(validation));
  const heldOut = readKnownRows(model, selectOddRows(validation));
  const n = heldOut.truth.length;
  if (fitting.truth.length === 0 || n === 0) {
    throw new ExpectedError(
      'There are too few PublicTest faces to fit a decision rule to one half and test it on the other; give a data set with more.',
    );
  }
  const offsets = { prior, strengths: { ...DEFAULT_STRENGTHS, everyday } };
  const decisions = fitDecisionRules(fitting, offsets);
  const compare = (measure: (rule: DecisionRule) => number) => ({
    before: measure(PLAIN_RULE),
    after: measure(decisions.everyday),
  });
  const { logits, targets, truth, votes } = heldOut;
  return {
    decisions,
    record: {
      truth: validation.hasVotes ? 'ferPlusMajority' : 'fer2013Labels',
      offsets,
      n,
      ece: compare((rule) => computeCalibrationError(logits, truth, rule)?.ece ?? NaN),
      crossEntropy: compare((rule) => computeCrossEntropy(logits, targets, rule)),
      voteCrossEntropy: votes && compare((rule) => computeCrossEntropy(votes.logits, votes.targets, rule)),
    },
  };
}

function readKnownRows(model: LayersModel, samples: Samples) {
  const { votes: logits } = predictLogits(model, samples.pixels, NORMALISATION);
  const { hasVotes, majority, labels, targets } = samples;
  const known = selectKnownRows({ logits, truth: hasVotes ? majority : labels });
  return { ...known, votes: hasVotes ? { logits, targets } : null };
}

/** The half of a validation split that temperatures are fitted to. */
export function selectEvenRows(validation: Samples): Samples {
  return selectSamples(validation, (row) => row % 2 === 0);
}

/** The half of a validation split that decision rules are tested on. */
export function selectOddRows(validation: Samples): Samples {
  return selectSamples(validation, (row) => row % 2 === 1);
}
