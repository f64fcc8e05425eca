import { computeProbabilities, PLAIN_RULE } from '../../src/core/decision-rule.ts';
import { EXPRESSION_COUNT, rowOf } from '../../src/core/expressions.ts';
import { pickHead, type HeadName } from '../../src/core/heads.ts';

/** What a teacher says of the images of a batch. */
export interface TeacherAnswer {
  /** In the order of its outputs. */
  readonly heads: readonly HeadName[];
  /** rows x (7 x heads) */
  readonly logits: Float32Array;
}

/**
 * Distillation (Hinton et al. 2015), in place: each head's targets become (1 - weight) targets + weight answer, the
 * answer being the mean of the probabilities that those teachers give who have this head. A head that no teacher has
 * keeps its targets.
 *
 * @param targets rows x (7 x heads); each head's part of a row sums to 1, before and after
 * @param heads of the student, in the order of its outputs
 * @param weight of the teachers, 0..1
 */
export function blendTeachers(
  targets: Float32Array,
  heads: readonly HeadName[],
  answers: readonly TeacherAnswer[],
  weight: number,
): void {
  const stride = heads.length * EXPRESSION_COUNT;
  heads.forEach((head, k) => {
    const opinions = answers
      .filter((answer) => answer.heads.includes(head))
      .map((answer) => pickHead(answer.logits, answer.heads.length, head));
    if (opinions.length === 0) return;
    for (let row = 0; row * stride < targets.length; row++) {
      const begin = row * stride + k * EXPRESSION_COUNT;
      const target = targets.subarray(begin, begin + EXPRESSION_COUNT);
      const probabilities = opinions.map((logits) => computeProbabilities(rowOf(logits, row), PLAIN_RULE));
      target.forEach((share, c) => {
        const mean = probabilities.reduce((sum, of) => sum + (of[c] as number), 0) / opinions.length;
        target[c] = (1 - weight) * share + weight * mean;
      });
    }
  });
}
