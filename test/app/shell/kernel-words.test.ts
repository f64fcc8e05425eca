import { expect, it } from 'vitest';
import { writeKernels } from '../../../src/app/shell/kernel-words.ts';

it('says whose kernels run, and why not ours', () => {
  expect(writeKernels({ name: 'mien-wgsl' })).toBe('Mien’s own shaders');
  expect(writeKernels({ name: 'tfjs', reason: 'no-simd', detail: null })).toBe(
    'TensorFlow.js, since this browser has no SIMD, which Mien’s own kernels need',
  );
  expect(writeKernels({ name: 'tfjs', reason: 'no-memory', detail: 'out of it' })).toMatch(
    /^TensorFlow\.js, since .* not enough memory .* \(out of it\)$/,
  );
});
