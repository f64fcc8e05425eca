/** Source pixels and weights behind each output sample along one axis. */
export interface AxisWeights {
  /** First source pixel of each output sample, never falling; `first + taps` stays on the picture. */
  readonly first: Int32Array;
  /** `taps` weights for each output sample. */
  readonly weights: Float64Array;
  readonly taps: number;
}

/** What lies past the picture's edges: its edge pixels over and over, or zero (black). */
export type Surroundings = 'edge' | 'zero';

/**
 * Weights of an area-averaging resize along one axis: each output sample is the mean of the source over its
 * own footprint, `length / samples` pixels wide. When enlarging, the footprint stays one pixel wide, which makes
 * the same formula a linear interpolation. The weights of a sample sum to 1, less what lies on surroundings of zero.
 *
 * @param start where the region begins, in source pixels (0 is the left edge of pixel 0)
 * @param length length of the region in source pixels, > 0
 * @param samples number of output samples
 * @param extent where the picture ends, in source pixels, > 0; a fraction if it ends inside its last pixel
 */
export function computeAxisWeights(
  start: number,
  length: number,
  samples: number,
  extent: number,
  surroundings: Surroundings,
): AxisWeights {
  const step = length / samples;
  const footprint = Math.max(step, 1);
  const startOf = (sample: number) => start + (sample + 0.5) * step - footprint / 2;
  const pixels = Math.ceil(extent);
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
      const isOutside = pixel < 0 || pixel >= pixels;
      if (isOutside && surroundings === 'zero') continue;
      const end = surroundings === 'zero' ? Math.min(to, pixel + 1, extent) : Math.min(to, pixel + 1);
      const covered = Math.max(0, end - Math.max(from, pixel));
      const w = i * taps + clamp(pixel, 0, pixels - 1) - firstTap;
      weights[w] = (weights[w] as number) + covered / footprint;
    }
  }
  return { first, weights, taps };
}

function clamp(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}
