import { multiplyAdd } from './multiply-add';

/**
 * Tiles whose sums with eight outputs stay in registers. x86 has 16, of which V8 keeps one; two hold weights, one a value
 * of a tile, and without fused multiply-adds, one a product.
 */
export const ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 5;

/** Blocks of at most `ROWS` tiles. */
export function countBlocks(tiles: i32): i32 {
  return (tiles + ROWS - 1) / ROWS;
}

/** Tiles of a block: of as many as in the others, or one more, since few sums would wait for each other. */
// @inline
export function countRows(block: i32, tiles: i32): i32 {
  const blocks = countBlocks(tiles);
  return tiles / blocks + i32(block < tiles % blocks);
}

/**
 * A matrix product.
 *
 * @param gathered first factor, [block][depth / 4][ROWS][4]
 * @param weights second factor, [panels][depth][8]
 * @param products [block][panels][ROWS][8]
 * @param depth a multiple of 4
 */
export function multiplyPanels(
  gathered: usize,
  weights: usize,
  products: usize,
  tiles: i32,
  depth: i32,
  panels: i32,
): void {
  const blocks = countBlocks(tiles);
  for (let panel = 0; panel < panels; panel++) {
    for (let block = 0; block < blocks; block++) {
      const from = gathered + block * depth * (ROWS * 4);
      const to = products + (block * panels + panel) * (ROWS * 32);
      const rows = countRows(block, tiles);
      if (rows === 6) multiplyRows(6, from, depth, weights, to);
      else if (rows === 5) multiplyRows(5, from, depth, weights, to);
      else if (rows === 4) multiplyRows(4, from, depth, weights, to);
      else if (rows === 3) multiplyRows(3, from, depth, weights, to);
      else if (rows === 2) multiplyRows(2, from, depth, weights, to);
      else multiplyRows(1, from, depth, weights, to);
    }
    weights += depth * 32;
  }
}

/** A block times a panel, every sum in a register. */
// @inline
function multiplyRows(rows: i32, from: usize, depth: i32, weights: usize, to: usize): void {
  let left0 = f32x4.splat(0);
  let left1 = left0;
  let left2 = left0;
  let left3 = left0;
  let left4 = left0;
  let left5 = left0;
  let right0 = left0;
  let right1 = left0;
  let right2 = left0;
  let right3 = left0;
  let right4 = left0;
  let right5 = left0;
  const end = weights + depth * 32;
  while (weights < end) {
    const quadEnd = weights + 4 * 32;
    do {
      const left = v128.load(weights);
      const right = v128.load(weights, 16);
      let value = v128.load_splat<f32>(from);
      left0 = multiplyAdd(value, left, left0);
      right0 = multiplyAdd(value, right, right0);
      if (rows > 1) {
        value = v128.load_splat<f32>(from, 16);
        left1 = multiplyAdd(value, left, left1);
        right1 = multiplyAdd(value, right, right1);
      }
      if (rows > 2) {
        value = v128.load_splat<f32>(from, 32);
        left2 = multiplyAdd(value, left, left2);
        right2 = multiplyAdd(value, right, right2);
      }
      if (rows > 3) {
        value = v128.load_splat<f32>(from, 48);
        left3 = multiplyAdd(value, left, left3);
        right3 = multiplyAdd(value, right, right3);
      }
      if (rows > 4) {
        value = v128.load_splat<f32>(from, 64);
        left4 = multiplyAdd(value, left, left4);
        right4 = multiplyAdd(value, right, right4);
      }
      if (rows > 5) {
        value = v128.load_splat<f32>(from, 80);
        left5 = multiplyAdd(value, left, left5);
        right5 = multiplyAdd(value, right, right5);
      }
      from += 4;
      weights += 32;
    } while (weights < quadEnd);
    from += ROWS * 16 - 16;
  }
  storePair(to, left0, right0);
  if (rows > 1) storePair(to + 32, left1, right1);
  if (rows > 2) storePair(to + 64, left2, right2);
  if (rows > 3) storePair(to + 96, left3, right3);
  if (rows > 4) storePair(to + 128, left4, right4);
  if (rows > 5) storePair(to + 160, left5, right5);
}

// @inline
function storePair(to: usize, left: v128, right: v128): void {
  v128.store(to, left);
  v128.store(to, right, 16);
}
