/** Source pixels and weights behind each output sample along one axis. */
export interface AxisWeights {
  /** First source pixel of each output sample, never falling; `first + taps` stays on the picture. */
  readonly first: Int32Array;
  /** `taps` weights for each output sample; the weights of a sample sum to 1. */
  readonly weights: Float64Array;
  readonly taps: number;
}

/**
 * Weights of an area-averaging resize along one axis: each output sample is the mean of the source over its
 * own footprint, `length / samples` pixels wide. When enlarging, the footprint stays one pixel wide, which makes
 * the same formula a linear interpolation. Past the picture's edges its edge pixels repeat.
 *
 * @param start where the region begins, in source pixels (0 is the left edge of pixel 0)
 * @param length length of the region in source pixels, > 0
 * @param samples number of output samples
 * @param pixels number of source pixels, >= 1
 */
export function computeAxisWeights(start: number, length: number, samples: number, pixels: number): AxisWeights {
  const { footprint, startOf } = measureFootprints(start, length, samples);
  let reach = 1;
  for (let i = 0; i < samples; i++) {
    const from = startOf(i);
    reach = Math.max(reach, Math.ceil(from + footprint) - Math.floor(from));
  }
  const taps = Math.min(reach, pixels);
  const first = new Int32Array(samples);
  const weights = new Float64Array(samples * taps);
  for (let i = 0; i < samples; i++) {
    const from = startOf(i);
    const to = from + footprint;
    const firstTap = clamp(Math.floor(from), 0, pixels - taps);
    first[i] = firstTap;
    for (let pixel = Math.floor(from); pixel < to; pixel++) {
      const covered = Math.min(to, pixel + 1) - Math.max(from, pixel);
      const w = i * taps + clamp(pixel, 0, pixels - 1) - firstTap;
      weights[w] = (weights[w] as number) + covered / footprint;
    }
  }
  return { first, weights, taps };
}

/**
 * The share of each output sample's footprint that lies on the picture, 0..1; parameters as for `computeAxisWeights`.
 */
export function computeCoverage(start: number, length: number, samples: number, pixels: number): Float64Array {
  const { footprint, startOf } = measureFootprints(start, length, samples);
  return Float64Array.from({ length: samples }, (_, i) => {
    const from = startOf(i);
    const outside = Math.max(0, -from) + Math.max(0, from + footprint - pixels);
    return clamp(1 - outside / footprint, 0, 1);
  });
}

function measureFootprints(start: number, length: number, samples: number) {
  const step = length / samples;
  const footprint = Math.max(step, 1);
  return { footprint, startOf: (sample: number) => start + (sample + 0.5) * step - footprint / 2 };
}

function clamp(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}
