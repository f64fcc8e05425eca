import { drawUniform, type Random } from '../../node/random.ts';

/**
 * Mixup (Zhang et al. 2018), in place: of each pair of rows that follow each other, as many as `probability` says become
 * two blends of both, images and targets alike, with shares drawn evenly from 0..1. An odd last row stays as it is.
 *
 * @param parts of the batch: one value or more a row
 * @param rows of the batch
 * @param probability 0..1; with 0 nothing is drawn
 */
export function mixPairs(parts: readonly Float32Array[], rows: number, probability: number, random: Random): void {
  if (!(probability > 0)) return;
  for (let row = 0; row + 1 < rows; row += 2) {
    if (random.next() >= probability) continue;
    const share = drawUniform(random, 0, 1);
    for (const values of parts) mixRows(values, values.length / rows, row, share);
  }
}

function mixRows(values: Float32Array, size: number, row: number, share: number): void {
  for (let i = row * size; i < (row + 1) * size; i++) {
    const [a, b] = [values[i] as number, values[i + size] as number];
    values[i] = share * a + (1 - share) * b;
    values[i + size] = (1 - share) * a + share * b;
  }
}
