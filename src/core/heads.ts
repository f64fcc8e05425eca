import { EXPRESSION_COUNT } from './expressions.ts';

/**
 * What a network can give seven logits for, in the order of its outputs. `votes`: which word people would choose, as in
 * FER+; all that the page shows comes from it. `labels`: which label FER2013 has, whose noise a network can learn, too.
 */
export const HEADS = ['votes', 'labels'] as const;
export type HeadName = (typeof HEADS)[number];

/**
 * The logits of one head, of some rows of a network's outputs.
 *
 * @param outputs n x (7 x heads)
 * @param headCount heads of the network, at least 1
 * @returns n x 7
 * @throws RangeError if the network has no such head
 */
export function pickHead(outputs: Float32Array, headCount: number, name: HeadName): Float32Array<ArrayBuffer> {
  const position = HEADS.indexOf(name);
  if (position >= headCount) throw new RangeError(`a network of ${headCount} head(s) has none for ${name}`);
  const stride = headCount * EXPRESSION_COUNT;
  const logits = new Float32Array((outputs.length / stride) * EXPRESSION_COUNT);
  for (let row = 0; row * stride < outputs.length; row++) {
    const begin = row * stride + position * EXPRESSION_COUNT;
    logits.set(outputs.subarray(begin, begin + EXPRESSION_COUNT), row * EXPRESSION_COUNT);
  }
  return logits;
}
