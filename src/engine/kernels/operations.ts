/**
 * A convolution of maps with square filters, stride 1, zeros around the map, and a bias; then, if wished, the sum with
 * another map, ReLU, and the maxima of 2x2 pixels.
 */
export interface Convolution {
  readonly type: 'convolution';
  /** Of the map that is read, in pixels. */
  readonly height: number;
  readonly width: number;
  /** Of the map that is read. */
  readonly channels: number;
  /** Channels of the map that is computed, a multiple of 4. */
  readonly filters: number;
  /** Side of a filter in pixels, odd. */
  readonly size: number;
  readonly addsMap: boolean;
  readonly relu: boolean;
  /** A last row or column that has no second one is left out. */
  readonly pools: boolean;
}

/** The mean of each channel over a map, and then a matrix and a bias. */
export interface MeanDense {
  readonly type: 'mean-dense';
  /** Pixels of the map. */
  readonly pixels: number;
  /** Of the map, a multiple of 4 and at most `MOST_MEANS`. */
  readonly channels: number;
  /** Columns of the matrix. */
  readonly units: number;
}

/** Means that fit into the workgroup memory of any WebGPU adapter: 16 KiB. */
export const MOST_MEANS = 4096;
