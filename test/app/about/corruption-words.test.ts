import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { writeCorruption } from '../../../src/app/about/corruption-words.ts';
import { parseManifest } from '../../../src/core/model-manifest.ts';
import { MODEL_NAMES, pathOfModel } from '../../../src/core/model-names.ts';
import { baseLocale, overwriteGetLocale, type Locale } from '../../../src/words/compiled/runtime.js';

let spoken: Locale = baseLocale;
overwriteGetLocale(() => spoken);
afterEach(() => (spoken = baseLocale));

it('says what was done to faces, with its amount', () => {
  expect(writeCorruption('turned by -15 degrees')).toBe('Turned by -15°');
  spoken = 'zh';
  expect(writeCorruption('0.85 of the size')).toBe('缩放到 0.85 倍');
});

it('leaves what it does not know as it is', () => {
  expect(writeCorruption('seen through fog')).toBe('seen through fog');
});

it.each(MODEL_NAMES)('has Chinese words for all that %s was tried on', (name) => {
  spoken = 'zh';
  const json: unknown = JSON.parse(readFileSync(`public/${pathOfModel(name)}manifest.json`, 'utf8'));
  const corruptions = parseManifest(json).metrics.robustness?.corrupted ?? [];
  expect(corruptions.length).toBeGreaterThan(0);
  for (const { corruption } of corruptions) {
    expect(writeCorruption(corruption)).not.toBe(corruption);
  }
});
