import { PLAIN_RULE, type DecisionRules } from '../../src/core/decision-rule.ts';
import { EXPRESSION_COUNT, rowOf } from '../../src/core/expressions.ts';
import type { HumanBaseline } from '../../src/core/model-manifest.ts';
import type { Samples } from '../data/samples.ts';
import { computeCrossEntropy } from './fit-decision-rule.ts';

/**
 * How well a face's votes can be told: by the network, which has seen the picture, and from the vote of one person who
 * looked at it. That person is held out, each of the face's voters in turn; what the word that he chose tells of the
 * others' is the table of how often the other voters choose each word beside it, fitted to these very rows, which
 * flatters the person a little. Single votes count here, contempt, unknown and not-a-face do not.
 *
 * @param logits n x 7, of the votes' head
 * @returns null where no face has two votes
 */
export function measureHumanBaseline(
  logits: Float32Array,
  samples: Samples,
  decisions: DecisionRules,
): HumanBaseline | null {
  const faces = Array.from(samples.labels.keys(), (row) => ({
    row,
    votes: Array.from(rowOf(samples.voteCounts, row)),
  }));
  const known = faces.filter(({ votes }) => sum(votes) >= 2);
  if (known.length === 0) return null;
  const pairs = countPairs(known.map(({ votes }) => votes));
  const shares = Float32Array.from(known.flatMap(({ votes }) => votes.map((count) => count / sum(votes))));
  const knownLogits = Float32Array.from(known.flatMap(({ row }) => Array.from(rowOf(logits, row))));
  return {
    n: known.length,
    network: computeCrossEntropy(knownLogits, shares, PLAIN_RULE),
    everyday: computeCrossEntropy(knownLogits, shares, decisions.everyday),
    person: computeConditionalEntropy(pairs),
  };
}

/** `[held out][other]`: mean share of the pairs of two voters of a face who chose these words; sums to 1. */
function countPairs(faces: readonly (readonly number[])[]): number[][] {
  const pairs = Array.from({ length: EXPRESSION_COUNT }, () => new Array<number>(EXPRESSION_COUNT).fill(0));
  for (const votes of faces) {
    const people = sum(votes);
    votes.forEach((count, heldOut) => {
      const row = pairs[heldOut] as number[];
      votes.forEach((others, other) => {
        const rest = other === heldOut ? others - 1 : others;
        row[other] = (row[other] as number) + (count * Math.max(rest, 0)) / (people * (people - 1) * faces.length);
      });
    });
  }
  return pairs;
}

/** Mean of -log q(other | held out) where q is the table itself: the cross-entropy of its best use, in nats. */
function computeConditionalEntropy(pairs: readonly (readonly number[])[]): number {
  let entropy = 0;
  for (const row of pairs) {
    const total = sum(row);
    for (const share of row) if (share > 0) entropy -= share * Math.log(share / total);
  }
  return entropy;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
