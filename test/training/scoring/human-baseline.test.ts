import { expect, it } from 'vitest';
import type { Samples } from '../../../training/data/samples.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { measureHumanBaseline } from '../../../training/scoring/human-baseline.ts';

const RULE = { temperature: 0.5, logitOffsets: [0.2, 0.2, 0.2, -0.2, 0.2, 0.2, -0.8] };
const DECISIONS = { everyday: RULE, acting: RULE };

/** Faces with these votes: a row of seven counts each. */
function makeSamples(votes: readonly (readonly number[])[]): Samples {
  const faces = createSyntheticFaces(1, votes.length);
  return { ...faces, voteCounts: Uint8Array.from(votes.flat()), hasVotes: true };
}

const HAPPY = [0, 0, 0, 10, 0, 0, 0];
const SAD = [0, 0, 0, 0, 10, 0, 0];

it('one person tells all where everybody agrees', () => {
  const found = measureHumanBaseline(new Float32Array(14), makeSamples([HAPPY, SAD]), DECISIONS);
  expect(found?.person).toBeCloseTo(0, 9);
  expect(found?.network).toBeCloseTo(Math.log(7), 6); // it says nothing: all logits are the same
  expect(found?.n).toBe(2);
});

it('one person tells what the others’ votes have in common with his', () => {
  // Three of happy and one of sad, all alike: beside a happy one stand two happy and one sad, beside the sad one three happy.
  const found = measureHumanBaseline(new Float32Array(7), makeSamples([[0, 0, 0, 3, 1, 0, 0]]), DECISIONS);
  const besideHappy = -(2 / 3) * Math.log(2 / 3) - (1 / 3) * Math.log(1 / 3);
  expect(found?.person).toBeCloseTo(0.75 * besideHappy, 9);
});

it('the network is measured against the shares of all votes, plain and by the everyday rule', () => {
  const logits = Float32Array.from([0, 0, 0, Math.log(6), 0, 0, 0]); // half for happy, a twelfth for each other one
  const found = measureHumanBaseline(logits, makeSamples([[0, 0, 0, 3, 1, 0, 0]]), DECISIONS);
  expect(found?.network).toBeCloseTo(0.75 * Math.log(2) + 0.25 * Math.log(12), 5);
  expect(found?.everyday).not.toBeCloseTo(found?.network as number, 3);
});

it('faces that fewer than two people named are left out; without any there is nothing to say', () => {
  const single = [0, 0, 0, 1, 0, 0, 0];
  expect(measureHumanBaseline(new Float32Array(14), makeSamples([HAPPY, single]), DECISIONS)?.n).toBe(1);
  expect(measureHumanBaseline(new Float32Array(7), makeSamples([single]), DECISIONS)).toBeNull();
});
