import { readField } from './read-field';
import * as field from './step-fields';

/**
 * Replaces each pixel of a map by the maxima of the 2x2 pixels of which it is the first one; there are no others past the
 * map's end. No pixel is read again once it was replaced.
 *
 * @param step address of its numbers, see `step-fields.ts`: a map to read, its height and width
 */
export function slideMaxima(step: usize, pictures: i32): void {
  for (let picture = 0; picture < pictures; picture++) {
    slidePicture(step, readField(step, field.SOURCE) + picture * readField(step, field.SOURCE_FACE));
  }
}

function slidePicture(step: usize, source: usize): void {
  const height = readField(step, field.HEIGHT);
  const width = readField(step, field.WIDTH);
  const row = readField(step, field.SOURCE_ROW);
  const pixel = readField(step, field.SOURCE_PIXEL);
  for (let y = 0; y < height; y++) {
    const below = y + 1 < height ? row : 0;
    for (let x = 0; x < width; x++) {
      const right = x + 1 < width ? pixel : 0;
      const first = source + y * row + x * pixel;
      for (let at = first; at < first + pixel; at += 16) {
        const upper = f32x4.max(v128.load(at), v128.load(at + right));
        const lower = f32x4.max(v128.load(at + below), v128.load(at + below + right));
        v128.store(at, f32x4.max(upper, lower));
      }
    }
  }
}
