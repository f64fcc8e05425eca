import { INPUT_PIXELS, INPUT_SIZE } from '../../../core/preprocess.ts';
import type { Place } from '../figures/pick-place.ts';

/** What hides a part of a face: the middle of the gray values, which networks read as nearly 0. */
export const HIDING_GRAY = 128;

/** Which pixels are hidden: 1, row by row. */
export type HiddenPixels = Uint8Array<ArrayBuffer>;

export function createHiddenPixels(): HiddenPixels {
  return new Uint8Array(INPUT_PIXELS);
}

/**
 * Hides what a square brush touches on its way.
 *
 * @param size side of the brush in pixels; an even one reaches one pixel further left and up
 * @returns a new array
 */
export function hideStroke(hidden: HiddenPixels, from: Place, to: Place, size: number): HiddenPixels {
  const painted = hidden.slice();
  const steps = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y), 1);
  for (let step = 0; step <= steps; step++) {
    const x = Math.round(from.x + ((to.x - from.x) * step) / steps);
    const y = Math.round(from.y + ((to.y - from.y) * step) / steps);
    fillSquare(painted, { x: x - Math.floor(size / 2), y: y - Math.floor(size / 2) }, size, 1);
  }
  return painted;
}

/** Paints a square, as far as it lies on the picture. */
export function fillSquare(pixels: Uint8Array, { x, y }: Place, size: number, value: number): void {
  const [left, right] = [Math.max(0, x), Math.min(INPUT_SIZE, x + size)];
  for (let row = Math.max(0, y); row < Math.min(INPUT_SIZE, y + size); row++) {
    pixels.fill(value, row * INPUT_SIZE + left, row * INPUT_SIZE + Math.max(left, right));
  }
}

/** The face with what is hidden painted gray. */
export function hidePixels(crop: Uint8Array, hidden: HiddenPixels): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(crop, (gray, pixel) => (hidden[pixel] ? HIDING_GRAY : gray));
}
