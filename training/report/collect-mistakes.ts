import { computeProbabilities, type DecisionRule } from '../../src/core/decision-rule.ts';
import { EXPRESSION_COUNT, leadingIndex, rowOf } from '../../src/core/expressions.ts';
import { viewFace, type Samples } from '../data/samples.ts';

/** A face on which the model is wrong. */
export interface Mistake {
  /** 48x48 gray bytes, row by row. */
  readonly pixels: Uint8Array;
  /** See `Samples.sourceRows`. */
  readonly sourceRow: number;
  /** Class index of the model's answer. */
  readonly answer: number;
  /** The answer's probability, 0..1. */
  readonly probability: number;
  /** Class index of the truth: what the majority voted for, or the label where the data has no votes. */
  readonly truth: number;
  /** Share of the votes that the truth had, 0..1; null without votes. */
  readonly voteShare: number | null;
}

/**
 * The wrong answers with the highest probability, highest first; of equal ones the earlier row first. Where there are
 * votes, rows without a majority are left out.
 *
 * @param logits n x 7, of the same rows
 * @param limit how many at most
 */
export function collectMistakes(samples: Samples, logits: Float32Array, rule: DecisionRule, limit = 24): Mistake[] {
  const truths = samples.hasVotes ? samples.majority : samples.labels;
  const mistakes = Array.from(truths, (truth, row): Mistake | null => {
    if (truth < 0) return null;
    const probabilities = computeProbabilities(rowOf(logits, row), rule);
    const answer = leadingIndex(probabilities);
    if (answer === truth) return null;
    return {
      pixels: viewFace(samples.pixels, row),
      sourceRow: samples.sourceRows[row] as number,
      answer,
      probability: probabilities[answer] as number,
      truth,
      voteShare: samples.hasVotes ? (samples.targets[row * EXPRESSION_COUNT + truth] as number) : null,
    };
  });
  return mistakes
    .filter((mistake) => mistake !== null)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, limit);
}
