import { describe, expect, it } from 'vitest';
import { computeAxisWeights, computeCoverage, type AxisWeights } from '../../src/core/area-resize.ts';
import { createSeededRandom } from './seeded-random.ts';

/** Far from both edges of the axis. */
const MIDDLE = 1000;

/** Weights for a region in the middle of an axis, so that no edge is in the way. */
const weighMiddle = (start: number, length: number, samples: number) =>
  computeAxisWeights(MIDDLE + start, length, samples, 3 * MIDDLE);

/** Resamples a signal that is defined for every whole number, 0 at pixel `origin`. */
function resample(axis: AxisWeights, signal: (pixel: number) => number, origin = MIDDLE): number[] {
  return Array.from(axis.first, (first, i) => {
    let sum = 0;
    for (let t = 0; t < axis.taps; t++) sum += (axis.weights[i * axis.taps + t] as number) * signal(first + t - origin);
    return sum;
  });
}

function drawRandomAxes(count: number): { start: number; length: number; samples: number }[] {
  const random = createSeededRandom(1);
  return Array.from({ length: count }, () => ({
    start: random() * 400 - 200,
    length: 0.5 + random() * 600,
    samples: 1 + Math.floor(random() * 96),
  }));
}

describe('computeAxisWeights', () => {
  it('gives each sample non-negative weights that sum to 1', () => {
    for (const { start, length, samples } of drawRandomAxes(500)) {
      const axis = weighMiddle(start, length, samples);
      expect(axis.first).toHaveLength(samples);
      expect(axis.weights).toHaveLength(samples * axis.taps);
      expect(Math.min(...axis.weights)).toBeGreaterThanOrEqual(0);
      for (const sum of resample(axis, () => 1)) expect(sum).toBeCloseTo(1, 9);
    }
  });

  it('counts every source pixel equally when shrinking', () => {
    const axis = weighMiddle(0, 100, 48);
    const totals = new Array<number>(100).fill(0);
    axis.first.forEach((first, i) => {
      for (let t = 0; t < axis.taps; t++) {
        const weight = axis.weights[i * axis.taps + t] as number;
        const pixel = first + t - MIDDLE;
        if (weight > 1e-12) totals[pixel] = (totals[pixel] as number) + weight;
      }
    });
    for (const total of totals) expect(total).toBeCloseTo(48 / 100, 9);
  });

  it('puts a sample of a straight ramp where its centre is, shrinking or enlarging', () => {
    for (const { start, length, samples } of drawRandomAxes(500)) {
      const values = resample(weighMiddle(start, length, samples), (pixel) => pixel + 0.5);
      values.forEach((value, i) => {
        const centre = start + ((i + 0.5) * length) / samples;
        // The mean of a staircase and of the ramp differ by at most an eighth of a pixel.
        expect(Math.abs(value - centre)).toBeLessThanOrEqual(length < samples ? 1e-9 : 0.125 + 1e-9);
      });
    }
  });

  it('copies pixels at the same size', () => {
    const pixels = Array.from({ length: 48 }, (_, i) => (i * 37) % 256);
    expect(resample(weighMiddle(0, 48, 48), (pixel) => pixels[pixel] ?? 0)).toEqual(pixels);
  });

  it('averages blocks at whole factors', () => {
    expect(resample(weighMiddle(0, 6, 2), (pixel) => [3, 6, 9, 30, 60, 90][pixel] ?? 0)).toEqual([6, 60]);
  });

  it('shares out the pixels between two footprints', () => {
    const [left, right] = resample(weighMiddle(0, 3, 2), (pixel) => [10, 20, 40][pixel] ?? 0);
    expect(left).toBeCloseTo((10 + 20 / 2) / 1.5, 12);
    expect(right).toBeCloseTo((20 / 2 + 40) / 1.5, 12);
  });

  it('interpolates linearly when enlarging', () => {
    const values = resample(weighMiddle(0, 2, 4), (pixel) => (pixel <= 0 ? 0 : 100));
    expect(values).toEqual([0, 25, 75, 100]);
  });

  it('starts between two pixels, left of the picture too', () => {
    expect(resample(weighMiddle(-0.25, 1, 1), (pixel) => (pixel < 0 ? 100 : 0))).toEqual([25]);
  });

  it('takes the edge pixel for all that lies past it', () => {
    const past = (start: number) => resample(computeAxisWeights(start, 4, 2, 6), (pixel) => 10 + pixel, 0);
    expect(past(-3)).toEqual([10, 10]);
    expect(past(-2)).toEqual([10, 10.5]);
    expect(past(5)).toEqual([15, 15]);
    expect(past(90)).toEqual([15, 15]);
  });

  it('never points past the picture, however small it is', () => {
    for (const { start, length, samples } of drawRandomAxes(500)) {
      const { first, taps } = computeAxisWeights(start, length, samples, 7);
      expect(Math.min(...first)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...first) + taps).toBeLessThanOrEqual(7);
      expect([...first]).toEqual([...first].sort((a, b) => a - b));
    }
  });
});

describe('computeCoverage', () => {
  it('tells how much of each footprint lies on the picture', () => {
    expect([...computeCoverage(-3, 12, 6, 6)]).toEqual([0, 0.5, 1, 1, 0.5, 0]);
    expect([...computeCoverage(-1, 2, 4, 6)]).toEqual([0, 0.25, 0.75, 1]);
    expect([...computeCoverage(0, 48, 48, 48)]).toEqual(Array(48).fill(1));
    expect([...computeCoverage(1, 1, 1, 1), ...computeCoverage(-9, 3, 1, 1)]).toEqual([0, 0]);
  });
});
