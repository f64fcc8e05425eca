import { describe, expect, it } from 'vitest';
import {
  chooseDetailedScores,
  listBlindScores,
  listChosenScores,
  measureRecall,
} from '../../../src/app/about/list-scores.ts';
import type { ModelManifest, MetricsRecord } from '../../../src/core/model-manifest.ts';
import { BLIND_SCORES, EARLIER_SCORES } from '../../core/made-up-blind-scores.ts';
import { MANIFEST } from '../../core/made-up-manifest.ts';

const score = MANIFEST.metrics.fer2013Labels as MetricsRecord;
const name = (rows: ReturnType<typeof listBlindScores>) =>
  rows.map(({ by, kind, truth }) => [by, kind, truth].join(' '));

describe('listBlindScores', () => {
  it('says by which rule and compared with what', () => {
    expect(name(listBlindScores(MANIFEST, BLIND_SCORES))).toEqual([
      'everyday present ferPlusMajority',
      'everyday present fer2013Labels',
      'acting present fer2013Labels',
    ]);
  });

  it('calls a rule earlier that the network has no more', () => {
    expect(name(listBlindScores(MANIFEST, { ...EARLIER_SCORES, labelHead: score }))).toEqual([
      'everyday earlier ferPlusMajority',
      'acting present fer2013Labels',
      'labels present fer2013Labels',
    ]);
  });
});

describe('listChosenScores', () => {
  it('has the faces that did not leak apart', () => {
    const clean = { fer2013Labels: null, ferPlusMajority: score, labelHead: null };
    const manifest: ModelManifest = { ...MANIFEST, metrics: { ...MANIFEST.metrics, clean, labelHead: score } };
    expect(name(listChosenScores(manifest))).toEqual([
      'everyday present fer2013Labels',
      'everyday clean ferPlusMajority',
      'acting present fer2013Labels',
      'labels present fer2013Labels',
    ]);
  });
});

describe('chooseDetailedScores', () => {
  it('prefers what most people saw, and blind faces', () => {
    expect(chooseDetailedScores(MANIFEST, BLIND_SCORES)).toEqual({
      isBlind: true,
      split: 'PrivateTest',
      truth: 'ferPlusMajority',
      scores: { everyday: score, acting: null },
    });
  });

  it('takes the chosen ones where nobody measured blind ones', () => {
    expect(chooseDetailedScores(MANIFEST, null)).toMatchObject({
      isBlind: false,
      split: 'PublicTest',
      truth: 'fer2013Labels',
    });
  });

  it('has none where nothing was measured', () => {
    const metrics = {
      ...MANIFEST.metrics,
      fer2013Labels: null,
      acting: { fer2013Labels: null, ferPlusMajority: null },
    };
    expect(chooseDetailedScores({ ...MANIFEST, metrics }, null)).toBeNull();
  });
});

describe('measureRecall', () => {
  it('counts a row of the matrix', () => {
    expect(measureRecall(score, 3)).toMatchObject({ faces: 10, recall: 0.7 });
  });

  it('knows nothing of a class without faces', () => {
    expect(measureRecall({ ...score, confusion: score.confusion.map((row) => row.map(() => 0)) }, 0)).toBeNull();
  });
});
