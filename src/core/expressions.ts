/**
 * The seven expressions in FER2013's numbering (0 angry ... 6 neutral). The position in this list is the index
 * of the class everywhere: data sets, logits, probabilities, manifest.
 */
export const EXPRESSIONS = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'] as const;

/** One of the seven words that the model can say of a face. */
export type Expression = (typeof EXPRESSIONS)[number];

/** Number of classes (7). */
export const EXPRESSION_COUNT = EXPRESSIONS.length;

/**
 * The expression with the highest score; the first one wins a tie.
 *
 * @param scores seven logits or probabilities in class order
 * @throws RangeError if there are not seven scores
 */
export function leadingExpression(scores: ArrayLike<number>): Expression {
  return EXPRESSIONS[leadingIndex(scores)] as Expression;
}

/**
 * The class index (0..6) of the highest score; the first one wins a tie.
 *
 * @param scores seven logits or probabilities in class order
 * @throws RangeError if there are not seven scores
 */
export function leadingIndex(scores: ArrayLike<number>): number {
  if (scores.length !== EXPRESSION_COUNT) {
    throw new RangeError(`expected ${EXPRESSION_COUNT} scores, got ${scores.length}`);
  }
  let best = 0;
  for (let k = 1; k < EXPRESSION_COUNT; k++) {
    if ((scores[k] as number) > (scores[best] as number)) best = k;
  }
  return best;
}

/**
 * The seven values of one row; a view, not a copy.
 *
 * @param values n x 7
 */
export function rowOf<T extends Float32Array | Uint8Array>(values: T, row: number): T {
  return values.subarray(row * EXPRESSION_COUNT, (row + 1) * EXPRESSION_COUNT) as T;
}
