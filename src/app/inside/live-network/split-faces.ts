import { EXPRESSION_COUNT } from '../../../core/expressions.ts';

/** @param shares n x 7 @returns those of each face, in class order */
export function splitFaces(shares: Float32Array): readonly (readonly number[])[] {
  return Array.from({ length: shares.length / EXPRESSION_COUNT }, (_, face) => [
    ...shares.subarray(face * EXPRESSION_COUNT, (face + 1) * EXPRESSION_COUNT),
  ]);
}
