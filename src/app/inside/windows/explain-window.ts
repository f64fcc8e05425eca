import type { Explanation, Position, Term } from '../../../core/explain-value.ts';
import type { ShapedMap, SlidingWindow } from '../../../lab/lab-client.ts';

/**
 * Takes one value apart of what a window gives that moves over a map: what it sees, the weights, and the result. The
 * result is what the laboratory's `slide` gives at that place, but for rounding; a test holds the two together.
 *
 * @param position in the output; its channel is the filter of `conv`, else the map's channel
 */
export function explainWindow(map: ShapedMap, window: SlidingWindow, position: Position): Explanation {
  const [height, width, channels] = map.shape;
  const [left, top] = findCorner(window, position);
  const filters = (window.kernels?.length ?? 0) / (window.height * window.width * channels);
  const seen = window.type === 'conv' ? Array.from({ length: channels }, (_, c) => c) : [position.channel];
  const terms: Term[] = [];
  for (let row = 0; row < window.height; row++) {
    for (let column = 0; column < window.width; column++) {
      for (const channel of seen) {
        const [x, y] = [left + column, top + row];
        const isInside = x >= 0 && y >= 0 && x < width && y < height;
        // The maximum and the average are of what lies on the map.
        if (!isInside && window.type !== 'conv') continue;
        const tap = ((row * window.width + column) * channels + channel) * filters + position.channel;
        terms.push({
          ...{ x, y, channel },
          value: isInside ? (map.values[(y * width + x) * channels + channel] as number) : 0,
          weight: window.type === 'conv' ? (window.kernels?.[tap] as number) : 1,
        });
      }
    }
  }
  if (window.type === 'max') {
    return { terms, combine: 'maximum', bias: null, result: Math.max(...terms.map(({ value }) => value)) };
  }
  const weighed = window.type === 'conv' ? terms : terms.map((term) => ({ ...term, weight: 1 / terms.length }));
  const bias = window.biases?.[position.channel] ?? null;
  const result = weighed.reduce((sum, { value, weight }) => sum + value * weight, bias ?? 0);
  return { terms: weighed, combine: 'sum', bias, result };
}

/** Left and top of a window in pixels of the map; below 0 where it hangs over into the padding. */
export function findCorner(
  { strideDown, strideAcross, padding }: SlidingWindow,
  { x, y }: Pick<Position, 'x' | 'y'>,
): readonly [left: number, top: number] {
  return [x * strideAcross - padding, y * strideDown - padding];
}
