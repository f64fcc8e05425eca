import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/core/random.ts';
import { PLAIN_RULE } from '../../../src/core/decision-rule.ts';
import { isBetterModel, type Quality } from '../../../src/core/rank-models.ts';
import type { Samples } from '../../../training/data/samples.ts';
import { evaluateLogits } from '../../../training/scoring/evaluate-model.ts';
import { findObjection, judgeAnswers, type ModelAnswers } from '../../../training/scoring/judge-candidate.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';

const RANDOM = createRandom(5);
const LABELLED = createSyntheticFaces(3, 1);
const ROWS = LABELLED.labels.length;

/** Every face has some votes, and a label for its majority. */
const VOTED: Samples = {
  ...LABELLED,
  hasVotes: true,
  voteCounts: Uint8Array.from({ length: ROWS * 7 }, () => RANDOM.next() * 5),
  majority: Int8Array.from(LABELLED.labels, (label, row) => (row % 4 === 0 ? -1 : label)),
};

/** Logits by chance, and rules that lean anywhere. */
function drawAnswers(): ModelAnswers {
  const drawOffset = () => RANDOM.next() - 0.5;
  const drawRule = () => ({ temperature: 0.5 + RANDOM.next(), logitOffsets: PLAIN_RULE.logitOffsets.map(drawOffset) });
  return {
    logits: { votes: Float32Array.from({ length: ROWS * 7 }, () => 3 * RANDOM.next()), labels: null },
    decisions: { everyday: drawRule(), acting: drawRule() },
  };
}

/** What a manifest would say of them. */
function evaluate({ logits, decisions }: ModelAnswers, samples: Samples): Quality {
  const { humanBaseline, metrics } = evaluateLogits(logits, decisions, samples);
  return { humanBaseline, ...metrics };
}

describe('judgeAnswers', () => {
  it.each([
    ['votes', VOTED],
    ['labels alone', LABELLED],
  ] as const)('refuses just what the page would not load, by %s', (_, samples) => {
    const objections = new Set<string>();
    for (let pair = 0; pair < 200; pair++) {
      const [candidate, shipped] = [drawAnswers(), drawAnswers()];
      const { objection } = judgeAnswers(candidate, shipped, samples);
      const isWorse = isBetterModel(evaluate(shipped, samples), evaluate(candidate, samples));
      expect(objection !== null, `pair ${pair}: ${String(objection)}`).toBe(isWorse);
      objections.add(objection === null ? 'none' : (objection.split(' ')[0] as string));
    }
    expect([...objections].sort()).toEqual([samples.hasVotes ? 'cross-entropy' : 'mean', 'none']);
  });

  it('accepts an equal model', () => {
    const answers = drawAnswers();
    expect(judgeAnswers(answers, answers, VOTED).objection).toBeNull();
  });
});

describe('findObjection', () => {
  const model = (accuracy: number, network: number): Quality => ({
    humanBaseline: { n: 10, network, person: 1 },
    ferPlusMajority: { accuracy, meanRecall: 0.7 },
    fer2013Labels: null,
  });

  it('goes by the votes, and says so', () => {
    expect(findObjection(model(0.8, 0.7), model(0.9, 0.71))).toBeNull();
    expect(findObjection(model(0.9, 0.71), model(0.8, 0.7))).toBe(
      'cross-entropy to the votes 0.7100 against 0.7000 nats',
    );
  });

  it('goes by the scores where one of them knows no votes', () => {
    const withoutVotes = { ...model(0.9, 0), humanBaseline: null };
    expect(findObjection(withoutVotes, model(0.8, 0.7))).toBeNull();
    expect(findObjection(model(0.8, 0.7), withoutVotes)).toBe(
      'mean of accuracy and mean recall 75.00 % against 80.00 %',
    );
  });
});
