import type { Convolution } from '../kernels/operations.ts';

/** Outputs whose weights lie side by side: two vectors. */
export const PANEL = 8;

/** The matrix products of a kernel: how many tiles go through them together, and the room that they take. */
export interface Products {
  /** A multiple of the rows of a block. */
  readonly tiles: number;
  /** From one position to the next, in bytes. */
  readonly gatheredPosition: number;
  readonly productsPosition: number;
  /** Of all positions. */
  readonly gatheredBytes: number;
  readonly productsBytes: number;
}

/** Of a kernel that multiplies no matrices. */
export const NO_PRODUCTS: Products = {
  tiles: 0,
  gatheredPosition: 0,
  productsPosition: 0,
  gatheredBytes: 0,
  productsBytes: 0,
};

/**
 * Bytes of both, which should stay in a core's second cache beside the weights of some positions. Between 100,000 and
 * 800,000 it made no difference where that cache has 2 MB.
 */
const CACHED_BYTES = 250_000;

/**
 * @param positions products, one after the other
 * @param depth rows of their second factor
 * @param panels columns of it, in eights
 * @param rows of a block of their first factor
 */
export function planProducts(positions: number, depth: number, panels: number, rows: number): Products {
  const tileBytes = (depth + panels * PANEL) * Float32Array.BYTES_PER_ELEMENT;
  const blocks = Math.max(1, Math.floor(CACHED_BYTES / (positions * tileBytes * rows)));
  const tiles = blocks * rows;
  const gatheredPosition = spread(tiles * depth * Float32Array.BYTES_PER_ELEMENT);
  const productsPosition = spread(tiles * panels * PANEL * Float32Array.BYTES_PER_ELEMENT);
  return {
    tiles,
    gatheredPosition,
    productsPosition,
    gatheredBytes: positions * gatheredPosition,
    productsBytes: positions * productsPosition,
  };
}

const CACHE_LINE = 64;

/** An odd number of cache lines: at powers of two, all positions would share the same few places of a cache. */
function spread(bytes: number): number {
  const lines = Math.ceil(bytes / CACHE_LINE);
  return (lines % 2 === 0 ? lines + 1 : lines) * CACHE_LINE;
}

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
