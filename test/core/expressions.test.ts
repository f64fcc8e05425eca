import { describe, expect, it } from 'vitest';
import { EXPRESSIONS, EXPRESSION_COUNT, leadingExpression, leadingIndex } from '../../src/core/expressions.ts';

describe('EXPRESSIONS', () => {
  it("has FER2013's order, which data sets, weights and manifests rely on", () => {
    expect(EXPRESSIONS).toEqual(['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral']);
    expect(EXPRESSION_COUNT).toBe(7);
  });
});

describe('leadingIndex and leadingExpression', () => {
  it.each(EXPRESSIONS.map((expression, index) => ({ expression, index })))(
    'find $expression at place $index',
    ({ expression, index }) => {
      const scores = EXPRESSIONS.map((_, k) => (k === index ? -1 : -2));
      expect(leadingIndex(scores)).toBe(index);
      expect(leadingExpression(Float32Array.from(scores))).toBe(expression);
    },
  );

  it('let the first one win a tie', () => {
    expect(leadingExpression([0, 0.1, 0.4, 0.1, 0.4, 0, 0])).toBe('fear');
    expect(leadingIndex(new Float32Array(7))).toBe(0);
  });

  it.each([0, 6, 8])('refuse %i scores', (length) => {
    expect(() => leadingIndex(new Float32Array(length))).toThrow(RangeError);
    expect(() => leadingExpression(new Float32Array(length))).toThrow(RangeError);
  });
});
