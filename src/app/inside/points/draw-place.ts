import { PLANE_HIGH, PLANE_LOW } from './example-points.ts';

/** Width and height of a drawing of the plane. */
export const DRAWING_SIDE = 400;

/** Where a place of the plane lies in its drawing: x to the right, y up, as in school. */
export function drawPlace([x, y]: readonly [number, number]): readonly [x: number, y: number] {
  const scale = DRAWING_SIDE / (PLANE_HIGH - PLANE_LOW);
  return [(x - PLANE_LOW) * scale, (PLANE_HIGH - y) * scale];
}

/** The place that lies at a share of a drawing's width and height, from the left and from the top. */
export function findPlace(across: number, down: number): readonly [x: number, y: number] {
  const span = PLANE_HIGH - PLANE_LOW;
  return [PLANE_LOW + across * span, PLANE_HIGH - down * span];
}
