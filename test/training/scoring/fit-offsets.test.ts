import { describe, expect, it } from 'vitest';
import { EXPRESSION_COUNT } from '../../../src/core/expressions.ts';
import { createRandom, drawGaussian } from '../../../node/random.ts';
import { fitOffsets } from '../../../training/scoring/fit-offsets.ts';
import { chooseHighest, scorePredictions } from '../../../training/scoring/metrics.ts';

const PRIOR = [0.1, 0.02, 0.05, 0.25, 0.1, 0.13, 0.35];

/**
 * Faces drawn from the prior, with honest log-posteriors but for one class.
 *
 * @param bias added to the logits of class 4
 */
function drawRows(count: number, bias: number) {
  const random = createRandom(7);
  const logits = new Float64Array(count * EXPRESSION_COUNT);
  const truth = Array.from({ length: count }, (_, row) => {
    let rest = random.next();
    let label = 0;
    while (label < EXPRESSION_COUNT - 1 && (rest -= PRIOR[label] as number) > 0) label++;
    PRIOR.forEach((share, k) => {
      const observed = drawGaussian(random) + (k === label ? 2 : 0);
      logits[row * EXPRESSION_COUNT + k] = 2 * observed - 2 + Math.log(share) + (k === 4 ? bias : 0);
    });
    return label;
  });
  return { logits, truth };
}

function score({ logits, truth }: ReturnType<typeof drawRows>, offsets: Float64Array) {
  const adjusted = Float32Array.from(logits, (z, i) => z - (offsets[i % EXPRESSION_COUNT] as number));
  const { accuracy, meanRecall } = scorePredictions(chooseHighest(adjusted), truth) as NonNullable<
    ReturnType<typeof scorePredictions>
  >;
  return { accuracy, meanRecall, sum: (accuracy + meanRecall) / 2 };
}

describe('fitOffsets', () => {
  it('stays near what theory gives where logits are calibrated', () => {
    const offsets = fitOffsets(drawRows(20_000, 0), PRIOR, 0.5);
    PRIOR.forEach((share, k) => {
      expect(offsets[k], `class ${k}`).toBeCloseTo(-Math.log(0.5 + 0.5 / (EXPRESSION_COUNT * share)), 0);
    });
  });

  it('undoes what one class has too much of, which theory knows nothing of', () => {
    const rows = drawRows(4000, 1.5);
    const honest = fitOffsets(drawRows(4000, 0), PRIOR, 0.5);
    const offsets = fitOffsets(rows, PRIOR, 0.5);
    expect((offsets[4] as number) - (honest[4] as number)).toBeGreaterThan(0.75);
    expect(score(rows, offsets).sum).toBeGreaterThan(score(rows, honest).sum + 0.01);
  });

  it('gives mean recall for accuracy, the more it weighs', () => {
    const rows = drawRows(4000, 0);
    const [none, half, all] = [0, 0.5, 1].map((weight) => score(rows, fitOffsets(rows, PRIOR, weight))) as [
      ReturnType<typeof score>,
      ReturnType<typeof score>,
      ReturnType<typeof score>,
    ];
    expect(none.accuracy).toBeGreaterThan(half.accuracy);
    expect(half.accuracy).toBeGreaterThan(all.accuracy);
    expect(none.meanRecall).toBeLessThan(half.meanRecall);
    expect(half.meanRecall).toBeLessThan(all.meanRecall);
  });

  it('copes with a class that no row is of', () => {
    const { logits, truth } = drawRows(500, 0);
    const offsets = fitOffsets({ logits, truth: truth.map((label) => (label === 1 ? 0 : label)) }, PRIOR, 0.5);
    expect([...offsets].every(Number.isFinite)).toBe(true);
  });
});
