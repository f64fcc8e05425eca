import { expect, it } from 'vitest';
import { isBetterModel, rateScore, type Quality } from '../../src/core/rank-models.ts';

const NOTHING: Quality = { humanBaseline: null, ferPlusMajority: null, fer2013Labels: null };

/** A model whose answers are right so often; accuracy and mean recall against the FER+ majority. */
function makeModel(accuracy: number, meanRecall: number, humanBaseline: Quality['humanBaseline'] = null): Quality {
  return { ...NOTHING, humanBaseline, ferPlusMajority: { accuracy, meanRecall } };
}

it('accuracy and mean recall count alike', () => {
  expect(rateScore({ accuracy: 0.9, meanRecall: 0.7 })).toBeCloseTo(0.8, 12);
  expect(isBetterModel(makeModel(0.86, 0.8), makeModel(0.87, 0.78))).toBe(true);
  expect(isBetterModel(makeModel(0.88, 0.7), makeModel(0.87, 0.78))).toBe(false);
  expect(isBetterModel(makeModel(0.87, 0.78), makeModel(0.87, 0.78))).toBe(false);
});

it('models are compared by what both were compared with', () => {
  const labels = (accuracy: number) => ({ fer2013Labels: { accuracy, meanRecall: 0.5 } });
  expect(isBetterModel({ ...makeModel(0.9, 0.9), ...labels(0.6) }, { ...NOTHING, ...labels(0.7) })).toBe(false);
  expect(isBetterModel({ ...makeModel(0.9, 0.9), ...labels(0.8) }, { ...NOTHING, ...labels(0.7) })).toBe(true);
  expect(isBetterModel(makeModel(0.9, 0.9), NOTHING)).toBe(false);
});

it('networks that were compared with the same votes are compared by these, whichever way their rules lean', () => {
  const votes = { n: 100, network: 0.73, person: 1 };
  const [better, worse] = [makeModel(0.87, 0.78, votes), makeModel(0.88, 0.8, { ...votes, network: 0.74 })];
  expect(isBetterModel(better, worse)).toBe(true);
  expect(isBetterModel(worse, better)).toBe(false);
  for (const others of [{ n: 90 }, { person: 1.1 }]) {
    const ofOtherVotes = makeModel(0.88, 0.8, { ...votes, ...others, network: 0.9 });
    expect(isBetterModel(ofOtherVotes, better)).toBe(true); // by the scores again
  }
});
