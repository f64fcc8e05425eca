import type { FaceAlignment } from './align-faces.ts';

/** A square inside a picture: its point w, seen from the centre, is the picture's point `scale * w + shift`. */
export type Window = readonly [scale: number, shiftX: number, shiftY: number];
const WHOLE: Window = [1, 0, 0];

const CORNERS = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;

/** Parts of a picture that another may show alone: two sizes, in the middle and in each corner. */
const PARTS: readonly Window[] = [
  [0.88, 0, 0],
  [0.78, 0, 0],
  ...[
    [0.88, 2.5],
    [0.78, 4],
  ].flatMap(([scale, shift]) =>
    CORNERS.map(([x, y]): Window => [scale as number, x * (shift as number), y * (shift as number)]),
  ),
];

/** Opposite sides of two pictures of the same size, one moved by 5 pixels. */
const SIDES: readonly (readonly [Window, Window])[] = [
  [-2.5, 0],
  [2.5, 0],
  [0, -2.5],
  [0, 2.5],
].map(([x, y]) => [
  [0.9, x as number, y as number],
  [0.9, -(x as number), -(y as number)],
]);

/** Which window of a first picture is compared with which of a second one. */
export interface WindowComparison {
  readonly first: Window;
  readonly second: Window;
  /** The second picture's mirror image is taken. */
  readonly mirrored: boolean;
}

/**
 * What is compared with what. Both windows lie inside their pictures, so nothing is compared with what is not there.
 * Mirrored pictures are rare, so they are tried in the middle only.
 */
export const WINDOW_COMPARISONS: readonly WindowComparison[] = [
  { first: WHOLE, second: WHOLE, mirrored: false },
  ...SIDES.map(([first, second]) => ({ first, second, mirrored: false })),
  ...PARTS.flatMap((part) => [
    { first: WHOLE, second: part, mirrored: false },
    { first: part, second: WHOLE, mirrored: false },
  ]),
  { first: WHOLE, second: WHOLE, mirrored: true },
  { first: WHOLE, second: PARTS[0] as Window, mirrored: true },
  { first: PARTS[0] as Window, second: WHOLE, mirrored: true },
];

/** How the second picture lies in terms of the first where their windows match. */
export function toAlignment({ first, second, mirrored }: WindowComparison): FaceAlignment {
  const scale = second[0] / first[0];
  const shiftX = second[1] - (mirrored ? -scale : scale) * first[1];
  return { mirrored, scale, shiftX, shiftY: second[2] - scale * first[2] };
}
