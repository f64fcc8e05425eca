import { expect, test } from 'vitest';
import { GOLDEN_HASH, hashPreprocessing } from '../../src/check/golden-preprocessing.ts';

test('the preprocessing gives in Node the bytes that the device check expects of every browser', () => {
  expect(hashPreprocessing()).toBe(GOLDEN_HASH);
});
