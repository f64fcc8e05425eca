import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findBlindScores, parseBlindScores } from '../../src/core/blind-scores.ts';
import { parseManifest } from '../../src/core/model-manifest.ts';
import { MODEL_NAMES, pathOfModel } from '../../src/core/model-names.ts';

const PUBLIC = join(import.meta.dirname, '../../public');

describe('findBlindScores', () => {
  it.each(MODEL_NAMES)('knows the committed %s network by its weights', (name) => {
    const json: unknown = JSON.parse(readFileSync(join(PUBLIC, pathOfModel(name), 'manifest.json'), 'utf8'));
    const scores = findBlindScores(parseManifest(json).weightsSha256);
    expect(scores).toMatchObject({ network: name, split: 'PrivateTest' });
    expect(scores?.readings.everyday?.ferPlusMajority?.n).toBe(3137);
  });

  it('knows nothing of other weights', () => {
    expect(findBlindScores('0'.repeat(64))).toBeNull();
  });
});

it('checks its file when somebody asks, not when it is imported', async () => {
  vi.resetModules();
  vi.doMock('../../src/core/blind-scores.json', () => ({ default: [{}] }));
  onTestFinished(() => vi.doUnmock('../../src/core/blind-scores.json'));
  const damaged = await import('../../src/core/blind-scores.ts');
  expect(() => damaged.findBlindScores('0'.repeat(64))).toThrow('weightsSha256');
});

describe('parseBlindScores', () => {
  const scores = {
    weightsSha256: 'a5'.repeat(32),
    network: 'fast',
    split: 'PrivateTest',
    readings: { plain: null, everyday: null, acting: null },
    labelHead: null,
    humanBaseline: null,
    reported: [{ priorStrength: 0.5, accuracy: 0.87, meanRecall: 0.8 }],
  };

  it('returns what it was given', () => {
    expect(parseBlindScores([scores])).toEqual([scores]);
  });

  it.each<[string, unknown]>([
    ['weightsSha256', 'a5'],
    ['split', 'PublicTest'],
    ['readings', { plain: null, everyday: null }],
    ['reported', [{ priorStrength: 0.5, accuracy: 87, meanRecall: 0.8 }]],
  ])('refuses %s = %j', (key, value) => {
    expect(() => parseBlindScores([{ ...scores, [key]: value }])).toThrow();
  });
});
