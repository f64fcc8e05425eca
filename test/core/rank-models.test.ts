import { expect, it } from 'vitest';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import { isBetterModel, rateScore } from '../../src/core/rank-models.ts';
import { MANIFEST } from './made-up-manifest.ts';

/** A model whose answers are right so often; accuracy and mean recall against the FER+ majority. */
function makeModel(accuracy: number, meanRecall: number): ModelManifest {
  const { metrics } = MANIFEST;
  const score = metrics.fer2013Labels;
  return { ...MANIFEST, metrics: { ...metrics, ferPlusMajority: score && { ...score, accuracy, meanRecall } } };
}

it('accuracy and mean recall count alike', () => {
  expect(rateScore({ accuracy: 0.9, meanRecall: 0.7 })).toBeCloseTo(0.8, 12);
  expect(isBetterModel(makeModel(0.86, 0.8), makeModel(0.87, 0.78))).toBe(true);
  expect(isBetterModel(makeModel(0.88, 0.7), makeModel(0.87, 0.78))).toBe(false);
  expect(isBetterModel(makeModel(0.87, 0.78), makeModel(0.87, 0.78))).toBe(false);
});

it('models are compared by a ruler that both have', () => {
  expect(isBetterModel(makeModel(0.9, 0.9), MANIFEST)).toBe(false); // the labels’ scores of both are the same
  const bare = { ...MANIFEST, metrics: { ...MANIFEST.metrics, fer2013Labels: null } };
  expect(isBetterModel(makeModel(0.9, 0.9), bare)).toBe(false);
});
