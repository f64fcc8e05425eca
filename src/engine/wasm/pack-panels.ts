/** Outputs whose weights lie side by side: two vectors. */
export const PANEL = 8;

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
