import { expect, it } from 'vitest';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import { isBetterModel, rateScore } from '../../src/core/rank-models.ts';
import { MANIFEST } from './made-up-manifest.ts';

type Rater = NonNullable<ModelManifest['metrics']['rater']>;

/** A model whose answers are right so often; accuracy and mean recall against the FER+ majority. */
function makeModel(accuracy: number, meanRecall: number, rater: Rater | null = null): ModelManifest {
  const { metrics } = MANIFEST;
  const score = metrics.fer2013Labels;
  return { ...MANIFEST, metrics: { ...metrics, rater, ferPlusMajority: score && { ...score, accuracy, meanRecall } } };
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

it('networks that were compared with the same votes are compared by these, whichever way their rules lean', () => {
  const votes = { n: 100, network: 0.73, everyday: 0.9, person: 1 };
  const [better, worse] = [makeModel(0.87, 0.78, votes), makeModel(0.88, 0.8, { ...votes, network: 0.74 })];
  expect(isBetterModel(better, worse)).toBe(true);
  expect(isBetterModel(worse, better)).toBe(false);
  const ofOtherFaces = makeModel(0.88, 0.8, { ...votes, n: 90, network: 0.9 });
  expect(isBetterModel(ofOtherFaces, better)).toBe(true); // by the scores again
});
