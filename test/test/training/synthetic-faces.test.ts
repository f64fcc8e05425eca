import { expect, it } from 'vitest';
import { INPUT_PIXELS } from '../../../src/core/preprocess.ts';
import type { Samples } from '../../../training/data/samples.ts';
import { createSyntheticFaces } from '../../training/synthetic-faces.ts';

it('draws as many faces of each class as asked, class after class', () => {
  const samples = createSyntheticFaces(2, 1);
  expect([...samples.labels]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]);
  expect(samples.pixels).toHaveLength(14 * INPUT_PIXELS);
  expect(samples.hasVotes).toBe(false);
});

it('repeats itself for the same seed only', () => {
  expect(createSyntheticFaces(2, 1)).toEqual(createSyntheticFaces(2, 1));
  expect(createSyntheticFaces(2, 1).pixels).not.toEqual(createSyntheticFaces(2, 2).pixels);
});

it('can be learnt: faces never seen resemble a known face of their own class most', () => {
  // Nearest neighbour by correlation: weak with so much jitter of place, but guessing is right 1 time in 7.
  const known = createSyntheticFaces(100, 1);
  const unseen = createSyntheticFaces(15, 2);
  const knownFaces = listCentredFaces(known);
  const right = listCentredFaces(unseen).filter((face, row) => {
    const similarities = knownFaces.map((other) => correlate(face, other));
    return known.labels[similarities.indexOf(Math.max(...similarities))] === unseen.labels[row];
  });
  expect(right.length / unseen.labels.length).toBeGreaterThan(0.5);
});

/** Each face's pixels less their mean, at unit length. */
function listCentredFaces({ labels, pixels }: Samples): Float64Array[] {
  return Array.from(labels.keys(), (row) => {
    const face = Float64Array.from(pixels.subarray(row * INPUT_PIXELS, (row + 1) * INPUT_PIXELS));
    const mean = face.reduce((sum, value) => sum + value, 0) / face.length;
    const length = Math.hypot(...face.map((value) => value - mean));
    return face.map((value) => (value - mean) / length);
  });
}

function correlate(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
