import type { Examples } from '../../../lab/lab-client.ts';

/** An example to learn from: a point of the plane, and what shall be answered there. */
export interface ExamplePoint {
  /** In tenths, a whole number: sums and comparisons of points are exact. */
  readonly x: number;
  readonly y: number;
  readonly target: 0 | 1;
}

/** Tenths a unit of the plane. */
export const TENTHS = 10;

/** The part of the plane that is shown, along both axes. */
export const PLANE_LOW = -0.5;
export const PLANE_HIGH = 1.5;

/** Functions of two bits that can be learnt. */
export const LOGIC_NAMES = ['and', 'or', 'xor'] as const;
export type LogicName = (typeof LOGIC_NAMES)[number];

const ANSWERS: Readonly<Record<LogicName, (a: number, b: number) => number>> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};

/** The four examples that say all of a function of two bits. */
export function listTruthTable(name: LogicName): readonly ExamplePoint[] {
  return [0, 1].flatMap((a) =>
    [0, 1].map((b) => ({ x: TENTHS * a, y: TENTHS * b, target: ANSWERS[name](a, b) as 0 | 1 })),
  );
}

/** Where a point lies in the plane. */
export function placePoint({ x, y }: ExamplePoint): readonly [x: number, y: number] {
  return [x / TENTHS, y / TENTHS];
}

/** The points as the laboratory takes them. */
export function makeExamples(points: readonly ExamplePoint[]): Examples {
  return {
    inputs: Float32Array.from(points.flatMap(placePoint)),
    targets: Float32Array.from(points, ({ target }) => target),
  };
}
