import { finishTile } from './finish-tile';
import { gatherTile } from './gather-tile';
import { countBlocks, countRows, multiplyPanels, ROWS } from './multiply-panels';
import { readField } from './read-field';
import * as field from './step-fields';

export { multiplyMean } from './multiply-mean';
export { mixRows } from './mix-rows';
export { ROWS } from './multiply-panels';
export { sampleRows } from './sample-rows';
export { slideMaxima } from './slide-maxima';

/**
 * A convolution with what follows it: sum, activation, pooling. Some tiles of all faces at a time are gathered, multiplied and
 * finished, so that what lies between stays in the cache.
 *
 * @param step address of its numbers, see `step-fields.ts`
 * @param faces no more than there is room for
 */
export function convolve(step: usize, faces: i32): void {
  const tiles = faces * readField(step, field.TILES_DOWN) * readField(step, field.TILES_ACROSS);
  const atOnce = readField(step, field.TILES_AT_ONCE);
  for (let first = 0; first < tiles; first += atOnce) {
    const count = min(atOnce, tiles - first);
    gatherTiles(step, first, count);
    multiplyTiles(step, count);
    finishTiles(step, first, count);
  }
}

function gatherTiles(step: usize, first: i32, count: i32): void {
  const across = readField(step, field.TILES_ACROSS);
  const each = readField(step, field.TILES_DOWN) * across;
  const down = readField(step, field.TILE_SIDE) * readField(step, field.SOURCE_ROW);
  const right = readField(step, field.TILE_SIDE) * readField(step, field.SOURCE_PIXEL);
  let block: usize = readField(step, field.GATHERED);
  const blocks = countBlocks(count);
  for (let index = 0; index < blocks; index++) {
    const rows = countRows(index, count);
    for (let row = 0; row < rows; row++) {
      const tile = first % each;
      const face = readField(step, field.SOURCE) + (first / each) * readField(step, field.SOURCE_FACE);
      gatherTile(step, face + (tile / across) * down + (tile % across) * right, block + row * 16);
      first++;
    }
    block += readField(step, field.DEPTH) * (ROWS * 4);
  }
}

function multiplyTiles(step: usize, count: i32): void {
  const positions = readField(step, field.POSITIONS);
  const depth = readField(step, field.DEPTH);
  const panels = readField(step, field.PANELS);
  let gathered: usize = readField(step, field.GATHERED);
  let weights: usize = readField(step, field.WEIGHTS);
  let products: usize = readField(step, field.PRODUCTS);
  for (let position = 0; position < positions; position++) {
    multiplyPanels(gathered, weights, products, count, depth, panels);
    gathered += readField(step, field.GATHERED_POSITION);
    weights += readField(step, field.WEIGHTS_POSITION);
    products += readField(step, field.PRODUCTS_POSITION);
  }
}

function finishTiles(step: usize, first: i32, count: i32): void {
  const across = readField(step, field.TILES_ACROSS);
  const each = readField(step, field.TILES_DOWN) * across;
  const side = readField(step, field.TILE_SIDE);
  let block: usize = readField(step, field.PRODUCTS);
  const blocks = countBlocks(count);
  for (let index = 0; index < blocks; index++) {
    const rows = countRows(index, count);
    for (let row = 0; row < rows; row++) {
      const tile = first % each;
      finishTile(step, block + row * 32, first / each, (tile / across) * side, (tile % across) * side);
      first++;
    }
    block += readField(step, field.PANELS) * (ROWS * 32);
  }
}
