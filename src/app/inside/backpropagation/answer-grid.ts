import { PLANE_HIGH, PLANE_LOW } from '../points/example-points.ts';

/** Places along each side of the plane at which a network is asked. */
export const GRID_SIDE = 49;

/** The middles of the plane's cells, row by row from the top: two inputs each. */
export function listGridInputs(): Float32Array<ArrayBuffer> {
  const inputs = new Float32Array(2 * GRID_SIDE * GRID_SIDE);
  const size = (PLANE_HIGH - PLANE_LOW) / GRID_SIDE;
  for (let cell = 0; cell < GRID_SIDE * GRID_SIDE; cell++) {
    inputs[2 * cell] = PLANE_LOW + ((cell % GRID_SIDE) + 0.5) * size;
    inputs[2 * cell + 1] = PLANE_HIGH - (Math.floor(cell / GRID_SIDE) + 0.5) * size;
  }
  return inputs;
}
