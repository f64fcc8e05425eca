/** Source pixels and weights behind each output sample along one axis. */
export interface AxisWeights {
  /** First source index of each output sample, before clamping to the picture. */
  readonly first: Int32Array;
  /** `taps` weights for each output sample; the weights of a sample sum to 1. */
  readonly weights: Float64Array;
  readonly taps: number;
}

/**
 * Weights of an area-averaging resize along one axis: each output sample is the mean of the source over its
 * own footprint, `length / samples` pixels wide. When enlarging, the footprint stays one pixel wide, which makes
 * the same formula a linear interpolation.
 *
 * @param start where the region begins, in source pixels (0 is the left edge of pixel 0)
 * @param length length of the region in source pixels, > 0
 * @param samples number of output samples
 */
export function computeAxisWeights(start: number, length: number, samples: number): AxisWeights {
  const step = length / samples;
  const footprint = Math.max(step, 1);
  const taps = Math.ceil(footprint) + 1;
  const first = new Int32Array(samples);
  const weights = new Float64Array(samples * taps);
  for (let i = 0; i < samples; i++) {
    const from = start + (i + 0.5) * step - footprint / 2;
    const to = from + footprint;
    const firstPixel = Math.floor(from);
    first[i] = firstPixel;
    for (let t = 0; t < taps; t++) {
      const pixel = firstPixel + t;
      const covered = Math.min(to, pixel + 1) - Math.max(from, pixel);
      weights[i * taps + t] = Math.max(0, covered) / footprint;
    }
  }
  return { first, weights, taps };
}
