import { describe, expect, it } from 'vitest';
import { blendTeachers } from '../../../training/batches/blend-teachers.ts';

/** Logits of two rows for one head; a softmax gives the shares. */
const toLogits = (...shares: number[][]) => Float32Array.from(shares.flat(), (share) => Math.log(share));
const A = [0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
const B = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.4];
const FIRST = [1, 0, 0, 0, 0, 0, 0];
const LAST = [0, 0, 0, 0, 0, 0, 1];

function expectClose(actual: Float32Array, expected: number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, k) => expect(actual[k]).toBeCloseTo(value, 6));
}

describe('blendTeachers', () => {
  it('puts a teacher’s probabilities beside the targets, by its weight', () => {
    const targets = Float32Array.from([...FIRST, ...LAST]);
    blendTeachers(targets, ['votes'], [{ heads: ['votes'], logits: toLogits(A, A) }], 0.5);
    expectClose(targets, [0.7, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.2, 0.05, 0.05, 0.05, 0.05, 0.05, 0.55]);
  });

  it('averages probabilities, not logits, of those teachers that have the head', () => {
    const targets = Float32Array.from([...FIRST, ...LAST]);
    const one = { heads: ['votes'] as const, logits: toLogits(A) };
    const two = { heads: ['votes', 'labels'] as const, logits: toLogits(B, A) };
    blendTeachers(targets, ['votes', 'labels'], [one, two], 1);
    expectClose(targets, [0.25, 0.1, 0.1, 0.1, 0.1, 0.1, 0.25, ...A]);
  });

  it('leaves a head alone that no teacher has, and all of them at weight 0', () => {
    const targets = Float32Array.from([...FIRST, ...LAST]);
    blendTeachers(targets, ['votes', 'labels'], [{ heads: ['votes'], logits: toLogits(B) }], 1);
    expectClose(targets, [...B, ...LAST]);
    blendTeachers(targets, ['votes', 'labels'], [{ heads: ['votes'], logits: toLogits(A) }], 0);
    expectClose(targets, [...B, ...LAST]);
  });
});
