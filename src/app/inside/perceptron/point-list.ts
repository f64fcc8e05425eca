import type { Setting } from '../chapters/setting.ts';
import { PLANE_HIGH, PLANE_LOW, TENTHS, type ExamplePoint } from '../points/example-points.ts';

/** Most points that a reader can set. */
export const MOST_POINTS = 16;

const LOW = PLANE_LOW * TENTHS;
const HIGH = PLANE_HIGH * TENTHS;

/** The nearest place in the plane that a point can have, in tenths. */
export function snap(tenths: number): number {
  return Math.max(LOW, Math.min(HIGH, Math.round(tenths)));
}

/** Points in an address, e.g. `3.12.1_-2.0.0`: x and y in tenths, and the target. */
export function pointList(usual: readonly ExamplePoint[]): Setting<readonly ExamplePoint[]> {
  return {
    usual,
    parse(text) {
      const parts = text === '' ? [] : text.split('_');
      const points = parts.map(parsePoint);
      return points.length <= MOST_POINTS && points.every((point) => point !== null) ? points : null;
    },
    write: (points) => points.map(({ x, y, target }) => [x, y, target].join('.')).join('_'),
  };
}

function parsePoint(text: string): ExamplePoint | null {
  if (!/^-?\d+\.-?\d+\.[01]$/.test(text)) return null;
  const [x, y, target] = text.split('.').map(Number) as [number, number, 0 | 1];
  return snap(x) === x && snap(y) === y ? { x, y, target } : null;
}
