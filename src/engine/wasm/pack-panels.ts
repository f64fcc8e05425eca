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
 * @returns [columns / 8, depth, 8]; zeros for the columns that the last panel has to spare
 */
export function packPanels(matrix: Float32Array, columns: number, depth: number): Float32Array {
  const rows = matrix.length / columns;
  const packed = new Float32Array(roundToPanels(columns) * depth);
  for (let column = 0; column < columns; column++) {
    const panel = Math.floor(column / PANEL) * depth * PANEL + (column % PANEL);
    for (let row = 0; row < rows; row++) packed[panel + row * PANEL] = matrix[row * columns + column] as number;
  }
  return packed;
}
