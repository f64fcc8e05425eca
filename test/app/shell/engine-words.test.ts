import { expect, it } from 'vitest';
import { writeKernels, writeModelProblem, writeRejection } from '../../../src/app/shell/engine-words.ts';

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

it('says of another network that is refused how far it is off, and of one that is not there no more than that', () => {
  expect(writeModelProblem({ code: 'model-miscomputed', detail: 'off by 0.055' })).toMatch(
    /^This device computes the other network wrongly \(off by 0\.055\)\. This one stays\. /,
  );
  expect(writeModelProblem({ code: 'model-stalled', detail: 'it came to a halt' })).not.toContain('halt');
  expect(writeModelProblem({ code: 'model-missing', detail: '404' })).toBe(
    'The other network could not be loaded, so this one stays.',
  );
});
