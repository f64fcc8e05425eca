import { chooseTiles, PANEL, type ConvolutionShape } from './plan-products.ts';
import { transformFilters } from './winograd-filters.ts';

/** A convolution's weights as its kernel multiplies by them. */
export interface PackedFilters {
  /** [positions][panels][depth][8]; patches have one matrix for all positions. */
  readonly panels: Float32Array;
  /** Rows of each matrix, a multiple of 4. */
  readonly depth: number;
}

/**
 * Packs the weights of a convolution.
 *
 * @param weights [size, size, channels, filters]
 * @param mapChannels channels of the map as it lies in memory, at least those of the weights
 */
export function packFilters(shape: ConvolutionShape, weights: Float32Array, mapChannels: number): PackedFilters {
  const { size, channels, filters } = shape;
  const { winograd } = chooseTiles(shape);
  const padded = padRows(weights, channels * filters, mapChannels * filters);
  if (winograd === null) {
    // A filter's row is read in whole vectors.
    const run = Math.ceil((size * mapChannels) / 4) * 4;
    const runs = padRows(padded, size * mapChannels * filters, run * filters);
    return { panels: packPanels(runs, filters, size * run), depth: size * run };
  }
  const matrices = transformFilters(padded, winograd);
  const length = mapChannels * roundToPanels(filters);
  const panels = new Float32Array(matrices.length * length);
  matrices.forEach((matrix, position) => {
    packPanels(matrix, filters, mapChannels, panels.subarray(position * length, (position + 1) * length));
  });
  return { panels, depth: mapChannels };
}

/**
 * Packs filters that each channel goes through by itself.
 *
 * @param weights [size, size, channels]
 * @param channels a multiple of 4
 * @returns [channels / 4][size][size][4]
 */
export function packDepthwise(weights: Float32Array, channels: number): Float32Array {
  const taps = weights.length / channels;
  const packed = new Float32Array(weights.length);
  for (let from = 0; from < weights.length; from++) {
    const [tap, channel] = [Math.floor(from / channels), from % channels];
    packed[((channel >> 2) * taps + tap) * 4 + (channel & 3)] = weights[from] as number;
  }
  return packed;
}

/**
 * Lengthens each row of a matrix with zeros.
 *
 * @param from numbers in a row
 * @param to in a row of the result
 */
export function padRows(matrix: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return matrix;
  const padded = new Float32Array((matrix.length / from) * to);
  for (let row = 0; row * from < matrix.length; row++) {
    padded.set(matrix.subarray(row * from, (row + 1) * from), row * to);
  }
  return padded;
}

/** Rounds up to whole panels. */
export const roundToPanels = (outputs: number): number => Math.ceil(outputs / PANEL) * PANEL;

/**
 * Lays a matrix out as the micro-kernel reads it, from the first number to the last (Goto & van de Geijn, "Anatomy of
 * High-Performance Matrix Multiplication", 2008).
 *
 * @param matrix [rows, columns]
 * @param depth rows of the result, at least those of the matrix; zeros where it has none
 * @param packed the result's place, where zeros are
 * @returns [columns / 8, depth, 8]; zeros for the columns that the last panel has to spare
 */
export function packPanels(
  matrix: Float32Array,
  columns: number,
  depth: number,
  packed = new Float32Array(roundToPanels(columns) * depth),
): Float32Array {
  for (let from = 0, row = 0; from < matrix.length; row++) {
    for (let column = 0; column < columns; column++, from++) {
      const panel = (column - (column % PANEL)) * depth;
      packed[panel + row * PANEL + (column % PANEL)] = matrix[from] as number;
    }
  }
  return packed;
}
