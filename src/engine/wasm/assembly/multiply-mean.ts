import { multiplyPanels, ROWS } from './multiply-panels';
import { readField } from './read-field';
import * as field from './step-fields';

/**
 * The mean of each channel over a map, times a matrix, plus a bias.
 *
 * @param step address of its numbers, see `step-fields.ts`
 * @param faces at most `ROWS`: they are the tiles of one block
 */
export function multiplyMean(step: usize, faces: i32): void {
  const gathered: usize = readField(step, field.GATHERED);
  const products: usize = readField(step, field.PRODUCTS);
  const panels = readField(step, field.PANELS);
  for (let face = 0; face < faces; face++) {
    averageMap(step, readField(step, field.SOURCE) + face * readField(step, field.SOURCE_FACE), gathered + face * 16);
  }
  multiplyPanels(gathered, readField(step, field.WEIGHTS), products, faces, readField(step, field.DEPTH), panels);
  for (let face = 0; face < faces; face++) {
    const target: usize = readField(step, field.TARGET) + face * readField(step, field.TARGET_FACE);
    addBias(products + face * 32, readField(step, field.BIAS), target, panels);
  }
}

function averageMap(step: usize, source: usize, to: usize): void {
  const height = readField(step, field.HEIGHT);
  const width = readField(step, field.WIDTH);
  const row = readField(step, field.SOURCE_ROW);
  const pixel = readField(step, field.SOURCE_PIXEL);
  const quads = readField(step, field.CHANNELS) >> 2;
  const pixels = f32(height * width);
  for (let quad = 0; quad < quads; quad++) {
    let sum = f32x4.splat(0);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) sum = f32x4.add(sum, v128.load(source + y * row + x * pixel));
    }
    v128.store(to, f32x4.div(sum, f32x4.splat(pixels)));
    source += 16;
    to += ROWS * 16;
  }
}

function addBias(products: usize, bias: usize, target: usize, panels: i32): void {
  for (let quad = 0; quad < panels * 2; quad++) {
    const sum = v128.load(products + (quad >> 1) * (ROWS * 32) + (quad & 1) * 16);
    v128.store(target + quad * 16, f32x4.add(sum, v128.load(bias + quad * 16)));
  }
}
