import { expect, it } from 'vitest';
import { choose } from '../../src/embed/choices.ts';
import { findUnknown, writeUnknown } from '../../src/embed/unknown-choice.ts';

it('takes what there is, and by default the first of it', () => {
  expect(choose('model', 'accurate')).toBe('accurate');
  expect(choose('model', null)).toBe('auto');
  expect(choose('prior', 'of the house')).toBe('everyday');
});

it('finds the first wish that cannot be fulfilled, and says what there is instead', () => {
  expect(findUnknown({ prior: 'acting', model: null, backend: undefined })).toBeNull();
  const unknown = findUnknown({ prior: 'acting', backend: '' });
  expect(unknown).toMatchObject({ name: 'backend', value: '' });
  expect(unknown && writeUnknown(unknown)).toEqual({
    title: 'There is no backend=""',
    text: 'There are auto, webgpu, webgl and wasm.',
  });
});
