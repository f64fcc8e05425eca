import { PANEL } from './pack-panels.ts';

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
