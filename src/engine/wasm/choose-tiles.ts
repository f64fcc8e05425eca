import type { Convolution } from '../kernels/operations.ts';

/** A convolution as far as its products go. */
export type ConvolutionShape = Pick<Convolution, 'height' | 'width' | 'channels' | 'filters' | 'size'>;

/** Squares of pixels that are computed at once, and by what. */
export interface Tiles {
  /** In pixels. */
  readonly side: 2 | 4;
  /** Side of the filters' and tiles' Winograd transforms; null for products of what each filter sees. */
  readonly winograd: 2 | 4 | null;
  /** Matrix products in which tiles are computed. */
  readonly positions: number;
}

const PATCHES: Tiles = { side: 2, winograd: null, positions: 4 };
const WINOGRAD_2: Tiles = { side: 2, winograd: 2, positions: 16 };
const WINOGRAD_4: Tiles = { side: 4, winograd: 4, positions: 36 };

/**
 * How a convolution is computed. Winograd's algorithm multiplies less (F(2x2, 3x3) 2.25 times, F(4x4, 3x3) 4 times, where
 * tiles fill the map) and needs 3x3 filters and channels in fours. Of two that multiply alike, the smaller one has fewer
 * weights to read.
 */
export function chooseTiles({ height, width, channels, size }: ConvolutionShape): Tiles {
  if (size !== 3 || channels % 4 !== 0) return PATCHES;
  const countProducts = ({ side, positions }: Tiles) => Math.ceil(height / side) * Math.ceil(width / side) * positions;
  return countProducts(WINOGRAD_4) < countProducts(WINOGRAD_2) ? WINOGRAD_4 : WINOGRAD_2;
}
