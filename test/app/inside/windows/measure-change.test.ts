import { expect, it } from 'vitest';
import { measureChange } from '../../../../src/app/inside/windows/measure-change.ts';

it('measures a change against what changes', () => {
  expect(measureChange(Float32Array.of(1, -3), Float32Array.of(2, -3))).toBe(0.25);
  expect(measureChange(Float32Array.of(1, -3), Float32Array.of(1, -3))).toBe(0);
  expect(measureChange(new Float32Array(2), Float32Array.of(1, 1))).toBe(0);
});
