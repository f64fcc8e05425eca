import { describe, expect, it } from 'vitest';
import { PLAIN_RULE } from '../../../src/core/decision-rule.ts';
import { INPUT_PIXELS } from '../../../src/core/preprocess.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { collectMistakes } from '../../../training/report/collect-mistakes.ts';

/** Logits that say `answer`, the surer the higher `strength`. */
function sayAll(answers: readonly (readonly [answer: number, strength: number])[]): Float32Array {
  return Float32Array.from(
    answers.flatMap(([answer, strength]) => [0, 1, 2, 3, 4, 5, 6].map((k) => (k === answer ? strength : 0))),
  );
}

describe('collectMistakes', () => {
  const faces = createSyntheticFaces(1, 5); // row k shows class k
  const logits = sayAll([
    [0, 9],
    [0, 2],
    [0, 5],
    [3, 9],
    [3, 1],
    [6, 3],
    [6, 9],
  ]);

  it('lists wrong answers only, the surest first', () => {
    const mistakes = collectMistakes(faces, logits, PLAIN_RULE);
    expect(mistakes.map(({ sourceRow, answer, truth }) => [sourceRow, answer, truth])).toEqual([
      [2, 0, 2],
      [5, 6, 5],
      [1, 0, 1],
      [4, 3, 4],
    ]);
    expect(mistakes[0]?.probability).toBeCloseTo(Math.exp(5) / (Math.exp(5) + 6), 6);
    expect(mistakes[0]?.voteShare).toBeNull();
    expect(mistakes[0]?.pixels).toEqual(faces.pixels.subarray(2 * INPUT_PIXELS, 3 * INPUT_PIXELS));
  });

  it('stops at the limit', () => {
    expect(collectMistakes(faces, logits, PLAIN_RULE, 2).map((mistake) => mistake.sourceRow)).toEqual([2, 5]);
  });

  it('goes by the majority of the votes, and leaves out rows that have none', () => {
    const targets = faces.targets.slice();
    targets.set([0.8, 0, 0.2, 0, 0, 0, 0], 2 * 7);
    targets.set([0, 0, 0, 0.3, 0, 0.7, 0], 3 * 7);
    const voted = { ...faces, targets, hasVotes: true, majority: Int8Array.of(0, -1, 0, 5, -1, -1, 6) };
    expect(collectMistakes(voted, logits, PLAIN_RULE)).toMatchObject([{ sourceRow: 3, answer: 3, truth: 5 }]);
    expect(collectMistakes(voted, logits, PLAIN_RULE)[0]?.voteShare).toBeCloseTo(0.7, 6);
  });
});
