import { filterTile } from './filter-tile';
import { ROWS } from './multiply-panels';
import { readField } from './read-field';
import * as field from './step-fields';
import { transformInput } from './winograd';

/**
 * Brings what one tile reads into the products' first factor, [positions][block][depth / 4][ROWS][4].
 *
 * @param source its first pixel, margin included
 * @param to its row in its block of the first position
 */
export function gatherTile(step: usize, source: usize, to: usize): void {
  const winograd = readField(step, field.WINOGRAD);
  if (readField(step, field.DEPTHWISE)) filterTile(step, source, to);
  else if (winograd === 4) transformTile(4, step, source, to);
  else if (winograd === 2) transformTile(2, step, source, to);
  else gatherPatches(step, source, to);
}

// @inline
function transformTile(side: i32, step: usize, source: usize, to: usize): void {
  const row = readField(step, field.SOURCE_ROW);
  const pixel = readField(step, field.SOURCE_PIXEL);
  const position = readField(step, field.GATHERED_POSITION);
  const square: usize = readField(step, field.SQUARE);
  const quads = readField(step, field.CHANNELS) >> 2;
  const length = side + 2;
  for (let quad = 0; quad < quads; quad++) {
    for (let column = 0; column < length; column++) {
      transformInput(side, source + column * pixel, row, square + column * 16, length * 16);
    }
    for (let line = 0; line < length; line++) {
      transformInput(side, square + line * length * 16, 16, to + line * length * position, position);
    }
    source += 16;
    to += ROWS * 16;
  }
}

/**
 * The four pixels of a tile are four positions. The depth is what a filter sees, row by row, [size][run]: a run is read in
 * whole vectors, and what they take in past its end meets weights of zero.
 */
function gatherPatches(step: usize, source: usize, to: usize): void {
  const row = readField(step, field.SOURCE_ROW);
  const pixel = readField(step, field.SOURCE_PIXEL);
  const position = readField(step, field.GATHERED_POSITION);
  const size = readField(step, field.FILTER_SIZE);
  const run = size * pixel;
  for (let index = 0; index < 4; index++) {
    let from = source + (index >> 1) * row + (index & 1) * pixel;
    let at = to + index * position;
    for (let line = 0; line < size; line++) {
      for (let offset = 0; offset < run; offset += 16) {
        v128.store(at, v128.load(from + offset));
        at += ROWS * 16;
      }
      from += row;
    }
  }
}
