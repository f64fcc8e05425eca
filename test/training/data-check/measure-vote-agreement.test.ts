import { expect, it } from 'vitest';
import { measureVoteAgreement } from '../../../training/data-check/measure-vote-agreement.ts';
import { packPictures } from './draw-photograph.ts';

const BLANK = new Uint8Array(2304);

it('counts labels that are the majority, by the class of the majority', () => {
  const samples = packPictures([3, 3, 4, 6, 0].map((label) => [BLANK, label]));
  const votes = [3, 6, 4, -1, -1].map((majority, row) => ({
    majority,
    shares: null,
    counts: [],
    isNotAFace: row === 4,
  }));
  expect(measureVoteAgreement({ faces: [], samples, votes }, 100)).toEqual({
    majorityCounts: [0, 0, 0, 1, 1, 0, 1],
    agreeing: [0, 0, 0, 1, 1, 0, 0],
    withoutMajority: 2,
    notFaceRows: [104],
  });
});

it('knows nothing without votes', () => {
  expect(measureVoteAgreement({ faces: [], samples: packPictures([[BLANK, 0]]), votes: null }, 0)).toBeNull();
});
