import { expect, it } from 'vitest';
import { writeKernels, writeRejection } from '../../../src/app/shell/engine-words.ts';

it('says whose kernels run, and why not ours', () => {
  expect(writeKernels({ name: 'mien-wgsl' })).toBe('Mien’s own shaders');
  expect(writeKernels({ name: 'tfjs', reason: 'no-simd', detail: null })).toBe(
    'TensorFlow.js, since this browser has no SIMD, which Mien’s own kernels need',
  );
  expect(writeKernels({ name: 'tfjs', reason: 'miscomputed', detail: 'off by 0.4' })).toMatch(
    /^TensorFlow\.js, since .* wrong numbers here \(off by 0\.4\)$/,
  );
});

it('says of a backend that is refused whether it computes wrong numbers', () => {
  expect(writeRejection({ name: 'webgl', reason: 'no adapter' })).toBe('no adapter');
  expect(writeRejection({ name: 'webgl', reason: 'off by 0.4', miscomputes: true })).toBe(
    'It computes wrong numbers: off by 0.4',
  );
});
