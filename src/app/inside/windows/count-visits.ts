import { countPlaces } from '../../../core/count-places.ts';
import type { SlidingWindow } from '../../../lab/lab-client.ts';

/**
 * How many places of a window see each pixel of a map.
 *
 * @returns row by row, height x width counts; all 0 where the window fits nowhere
 */
export function countVisits(height: number, width: number, window: SlidingWindow): readonly number[] {
  const { padding, strideDown, strideAcross } = window;
  const down = countAlong(height, padding, window.height, strideDown);
  const across = countAlong(width, padding, window.width, strideAcross);
  return down.flatMap((rows) => across.map((columns) => rows * columns));
}

function countAlong(length: number, padding: number, size: number, stride: number): readonly number[] {
  const counts = new Array<number>(length).fill(0);
  for (let place = 0; place < countPlaces(length + 2 * padding, size, stride); place++) {
    const from = place * stride - padding;
    for (let i = Math.max(0, from); i < Math.min(length, from + size); i++) counts[i] = (counts[i] ?? 0) + 1;
  }
  return counts;
}
