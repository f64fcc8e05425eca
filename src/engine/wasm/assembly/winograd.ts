import { multiplyAdd } from './multiply-add';

/**
 * One column or row of a tile's way into the domain in which a 3x3 convolution is a product for each position, and back
 * (Lavin & Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016). Each for four channels at once.
 */

/** From 6 values to 6, or from 4 to 4: `side` + 2. */
// @inline
export function transformInput(side: i32, from: usize, fromStride: i32, to: usize, toStride: i32): void {
  const x0 = v128.load(from);
  const x1 = v128.load((from += fromStride));
  const x2 = v128.load((from += fromStride));
  const x3 = v128.load((from += fromStride));
  if (side === 2) {
    v128.store(to, f32x4.sub(x0, x2));
    v128.store((to += toStride), f32x4.add(x1, x2));
    v128.store((to += toStride), f32x4.sub(x2, x1));
    v128.store(to + toStride, f32x4.sub(x1, x3));
    return;
  }
  const x4 = v128.load((from += fromStride));
  const x5 = v128.load(from + fromStride);
  const four = f32x4.splat(4);
  const minusFour = f32x4.splat(-4);
  const even = multiplyAdd(minusFour, x2, x4);
  const odd = multiplyAdd(minusFour, x1, x3);
  const evenHalf = f32x4.sub(x4, x2);
  const oddHalf = f32x4.sub(x3, x1);
  const oddTwice = f32x4.add(oddHalf, oddHalf);
  v128.store(to, multiplyAdd(four, f32x4.sub(x0, x2), evenHalf));
  v128.store((to += toStride), f32x4.add(even, odd));
  v128.store((to += toStride), f32x4.sub(even, odd));
  v128.store((to += toStride), f32x4.add(evenHalf, oddTwice));
  v128.store((to += toStride), f32x4.sub(evenHalf, oddTwice));
  v128.store(to + toStride, multiplyAdd(minusFour, oddHalf, f32x4.sub(x5, x3)));
}

/** From 6 products to 4 pixels, or from 4 to 2: `side`. */
// @inline
export function transformOutput(side: i32, from: usize, fromStride: i32, to: usize, toStride: i32): void {
  const x0 = v128.load(from);
  const x1 = v128.load((from += fromStride));
  const x2 = v128.load((from += fromStride));
  const x3 = v128.load((from += fromStride));
  const sum = f32x4.add(x1, x2);
  const difference = f32x4.sub(x1, x2);
  if (side === 2) {
    v128.store(to, f32x4.add(x0, sum));
    v128.store(to + toStride, f32x4.sub(difference, x3));
    return;
  }
  const x4 = v128.load((from += fromStride));
  const x5 = v128.load(from + fromStride);
  const outerSum = f32x4.add(x3, x4);
  const outerDifference = f32x4.sub(x3, x4);
  const two = f32x4.splat(2);
  const four = f32x4.splat(4);
  const eight = f32x4.splat(8);
  v128.store(to, f32x4.add(f32x4.add(x0, sum), outerSum));
  v128.store((to += toStride), multiplyAdd(two, outerDifference, difference));
  v128.store((to += toStride), multiplyAdd(four, outerSum, sum));
  v128.store(to + toStride, multiplyAdd(eight, outerDifference, f32x4.add(difference, x5)));
}
