import type { ShapedMap, SlidingWindow } from '../../../lab/lab-client.ts';
import { findRange, type MapView, type Palette, type ValueRange } from '../figures/map-colours.ts';

/** How a map is coloured. */
export interface Look {
  readonly palette: Palette;
  readonly range: ValueRange;
}

/** The brightest gray value of a face. */
const WHITE = 255;

/**
 * How the answer of one kernel to a face (gray values 0..255) is coloured: as a picture where it is one, because no weight
 * is negative or the weights sum to 1, else signed.
 */
export function chooseLook({ kernels }: SlidingWindow, answer: ShapedMap): Look {
  const weights = Array.from(kernels ?? []);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum - 1) < 0.01) return { palette: 'gray', range: [0, WHITE] };
  if (sum > 0 && weights.every((weight) => weight >= 0)) return { palette: 'gray', range: [0, WHITE * sum] };
  return { palette: 'signed', range: findInnerRange(answer, 'signed') };
}

/**
 * The range of one channel without the map's rim: there the zeros around a face are seen, too, and make an edge that would
 * outshine all others.
 */
export function findInnerRange({ shape, values }: ShapedMap, palette: Palette, channel = 0): ValueRange {
  const [height, width, channels] = shape;
  const inner: number[] = [];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) inner.push(values[(y * width + x) * channels + channel] as number);
  }
  const view: MapView = { values: inner, width: width - 2, height: height - 2 };
  return findRange(view, palette);
}
