import type { ShapedMap, SlidingWindow } from '../../../lab/lab-client.ts';

/** Numbers, row by row, as a map of one channel. */
export function makeMap(values: ArrayLike<number>, columns: number): ShapedMap {
  return { shape: [values.length / columns, columns, 1], values: Float32Array.from(values) };
}

/** A window that moves on pixel by pixel, without padding, unless something else is said. */
export function makeWindow(
  window: Pick<SlidingWindow, 'type' | 'height' | 'width'> & Partial<SlidingWindow>,
): SlidingWindow {
  return { strideDown: 1, strideAcross: 1, padding: 0, ...window };
}

/** A square kernel of one filter over a map of one channel. */
export function makeConvolution(kernel: readonly number[], settings: Partial<SlidingWindow> = {}): SlidingWindow {
  const side = Math.sqrt(kernel.length);
  return makeWindow({ type: 'conv', height: side, width: side, kernels: Float32Array.from(kernel), ...settings });
}

/** A square window that takes the maximum or the average. */
export function makePool(type: 'max' | 'average', size: number, stride: number): SlidingWindow {
  return makeWindow({ type, height: size, width: size, strideDown: stride, strideAcross: stride });
}
