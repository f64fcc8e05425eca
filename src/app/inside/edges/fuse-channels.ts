import type { ShapedMap } from '../../../lab/lab-client.ts';

/**
 * The length of the two channels' values at each place, sqrt(x² + y²): how strong an edge is, whichever way it runs.
 *
 * @param map of two channels
 */
export function fuseChannels({ shape, values }: ShapedMap): ShapedMap {
  const [height, width] = shape;
  const lengths = Float32Array.from({ length: height * width }, (_, i) =>
    Math.hypot(values[2 * i] as number, values[2 * i + 1] as number),
  );
  return { shape: [height, width, 1], values: lengths };
}
