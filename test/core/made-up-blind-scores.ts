import type { BlindScores } from '../../src/core/blind-scores.ts';
import { MANIFEST } from './made-up-manifest.ts';

const score = MANIFEST.metrics.fer2013Labels;

/** Blind scores of the made-up model, by the rules that it has. Nothing was measured for them. */
export const BLIND_SCORES: BlindScores = {
  weightsSha256: MANIFEST.weightsSha256,
  network: 'fast',
  split: 'PrivateTest',
  readings: {
    plain: null,
    everyday: { rule: MANIFEST.decisions.everyday, fer2013Labels: score, ferPlusMajority: score },
    acting: { rule: MANIFEST.decisions.acting, fer2013Labels: score, ferPlusMajority: null },
  },
  labelHead: null,
  humanBaseline: { n: 70, network: 0.9, everyday: 1.1, person: 1.2345 },
  reported: [],
};

/** The same, measured before the model got the everyday rule that it has. */
export const EARLIER_SCORES: BlindScores = {
  ...BLIND_SCORES,
  readings: {
    ...BLIND_SCORES.readings,
    everyday: { rule: { ...MANIFEST.decisions.everyday, temperature: 2 }, fer2013Labels: null, ferPlusMajority: score },
  },
  reported: [
    { priorStrength: 0, accuracy: 0.862, meanRecall: 0.719 },
    { priorStrength: 0.4, accuracy: 0.87, meanRecall: 0.822 },
  ],
};
