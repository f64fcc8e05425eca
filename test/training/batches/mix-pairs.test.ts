import { describe, expect, it } from 'vitest';
import { mixPairs } from '../../../training/batches/augment.ts';
import { createRandom, type Random } from '../../../src/core/random.ts';

const ROWS = 201;

/** Rows of two pixels and two outputs, told apart by their number. */
function createBatch() {
  return {
    images: Float32Array.from({ length: ROWS * 2 }, (_, i) => Math.floor(i / 2)),
    targets: Float32Array.from({ length: ROWS * 2 }, (_, i) => (Math.floor(i / 2) % 2 === i % 2 ? 1 : 0)),
  };
}

function mix(batch: ReturnType<typeof createBatch>, probability: number, random: Random): void {
  mixPairs([batch.images, batch.targets], ROWS, probability, random);
}

describe('mixPairs', () => {
  it('blends images and targets of a pair by the same shares', () => {
    const batch = createBatch();
    mix(batch, 1, createRandom(1));
    const shares = Array.from({ length: 100 }, (_, pair) => {
      const row = 2 * pair;
      // Row `row` was `row` and (1, 0), the next one row + 1 and (0, 1).
      const share = batch.targets[row * 2] as number;
      expect(batch.images[row * 2]).toBeCloseTo(share * row + (1 - share) * (row + 1), 3);
      expect(batch.images[(row + 1) * 2]).toBeCloseTo((1 - share) * row + share * (row + 1), 3);
      expect(batch.targets[row * 2 + 1]).toBeCloseTo(1 - share, 6);
      expect(batch.targets[(row + 1) * 2 + 1]).toBeCloseTo(share, 6);
      return share;
    });
    expect(Math.min(...shares)).toBeLessThan(0.1);
    expect(Math.max(...shares)).toBeGreaterThan(0.9);
    expect(batch.images[(ROWS - 1) * 2]).toBe(ROWS - 1);
  });

  it('leaves as many pairs alone as told', () => {
    const batch = createBatch();
    mix(batch, 0.3, createRandom(2));
    const mixed = Array.from({ length: 100 }, (_, pair) => batch.targets[4 * pair]).filter((share) => share !== 1);
    // 30 +- 4 standard deviations of 4.6.
    expect(Math.abs(mixed.length - 30)).toBeLessThan(19);
  });

  it('draws nothing where nothing is to be mixed', () => {
    const [batch, random] = [createBatch(), createRandom(3)];
    mix(batch, 0, random);
    expect(batch).toEqual(createBatch());
    expect(random.next()).toBe(createRandom(3).next());
  });
});
