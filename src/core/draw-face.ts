import { DRAWN_FACES, type FaceFeatures } from './drawn-faces.ts';
import type { Expression } from './expressions.ts';
import { makeBand, makeEllipse, makePair, makeStroke, ShadeCanvas, type Shape } from './shade-canvas.ts';

/** By how many pixels a drawing is moved, whole or not: to the right, and down. */
export interface Shift {
  readonly x: number;
  readonly y: number;
}

const NO_SHIFT: Shift = { x: 0, y: 0 };

/** Gray values, 0 black..255 white. */
const SHADES = {
  wall: 120,
  hair: 42,
  ear: 150,
  neck: 135,
  skin: 196,
  white: 232,
  iris: 62,
  pupil: 18,
  dark: 40,
} as const;

/** Where the parts of a face at rest are, in pixels from the middle of the picture's upper edge. */
const PLACES = { eyeU: 8.2, eyeV: 20.5, noseV: 30, mouthV: 37.6 } as const;

/**
 * Draws a face as the networks see one: 48x48 gray bytes, row by row. The same bytes everywhere, and each time.
 *
 * @param shift the face is moved by so much, and the wall behind it goes on
 */
export function drawFace(expression: Expression, shift: Shift = NO_SHIFT): Uint8Array<ArrayBuffer> {
  return drawFeatures(DRAWN_FACES[expression], shift);
}

/** As `drawFace`, of any features. */
export function drawFeatures(features: FaceFeatures, shift: Shift = NO_SHIFT): Uint8Array<ArrayBuffer> {
  const canvas = new ShadeCanvas(() => SHADES.wall, 24 + shift.x, shift.y);
  paintHead(canvas, features);
  paintFolds(canvas, features);
  paintNose(canvas, features);
  paintMouth(canvas, features);
  paintEyes(canvas, features);
  paintBrows(canvas, features);
  return canvas.toBytes();
}

function paintHead(canvas: ShadeCanvas, { jawDrop }: FaceFeatures): void {
  const height = 23.5 + jawDrop / 2;
  canvas.paint(makeEllipse(0, 19, 21.5, 24), SHADES.hair, 1, 2);
  canvas.paint(
    makeBand(
      0,
      10,
      () => 38,
      () => 70,
    ),
    SHADES.neck,
  );
  canvas.paint(makePair(makeEllipse(18.6, 25, 2.4, 5)), SHADES.ear);
  // Darker towards the edge, and lit from the upper left.
  const skin = (u: number, v: number) => {
    const [a, b] = [u / 18.2, (v - 24) / height];
    return SHADES.skin - 42 * (a * a + 0.55 * b * b) - 9 * a - 8 * b;
  };
  const head = makeEllipse(0, 24 + jawDrop / 2, 18.2, height);
  canvas.paint(head, skin);
  canvas.paint((u, v) => Math.max(head(u, v) - 1, v - 5.5 - (u * u) / 60), SHADES.hair, 1, 2);
}

/** Brow, cheeks and what the skin does between them. */
function paintFolds(canvas: ShadeCanvas, features: FaceFeatures): void {
  const { frown, forehead, folds, cheeks, mouthWidth, mouthBend } = features;
  const corner = mouthWidth + 2.6;
  const cornerV = PLACES.mouthV - mouthBend / 2 + 0.5;
  canvas.paint(makePair(makeEllipse(8.2, 20, 5.6, 4.6)), 120, 0.35, 5);
  canvas.paint(makePair(makeEllipse(9.8, 28.5, 4, 3)), 235, 0.3 + 0.5 * cheeks, 5);
  canvas.paint(
    makePair(
      makeStroke(
        [
          [5.5, 24.8],
          [9, 25.6],
          [12.5, 24.2],
        ],
        0.9,
      ),
    ),
    95,
    0.5 * cheeks,
    1.6,
  );
  canvas.paint(
    makePair(
      makeStroke(
        [
          [4.4, 29],
          [corner - 1.2, (29 + cornerV) / 2],
          [corner, cornerV],
        ],
        1.2,
      ),
    ),
    85,
    folds,
    1.8,
  );
  canvas.paint(
    makePair(
      makeStroke(
        [
          [1.5, 14.2],
          [1.3, 18.6],
        ],
        0.9,
      ),
    ),
    80,
    frown,
    1.4,
  );
  for (const v of [9.3, 11.7]) {
    canvas.paint(
      makePair(
        makeStroke(
          [
            [0, v + 0.4],
            [5, v],
            [9, v + 0.5],
          ],
          0.8,
        ),
      ),
      100,
      forehead,
      1.4,
    );
  }
}

function paintNose(canvas: ShadeCanvas, { wrinkle }: FaceFeatures): void {
  const v = PLACES.noseV - 1.3 * wrinkle;
  canvas.paint(makeEllipse(-0.2, 24.5, 1.3, 6), 225, 0.4, 2.5);
  canvas.paint(
    makeStroke(
      [
        [2.3, 20],
        [1.9, 25],
        [3, 28.6],
      ],
      1,
    ),
    120,
    0.4,
    2,
  );
  canvas.paint(
    makeStroke(
      [
        [-3.6, v - 0.2],
        [-1.6, v + 1.3],
        [0, v + 1.6],
        [1.6, v + 1.3],
        [3.6, v - 0.2],
      ],
      1,
    ),
    90,
    0.75,
    1.6,
  );
  canvas.paint(makePair(makeEllipse(1.9, v + 0.5, 1.1, 0.7)), SHADES.dark, 0.85);
  for (const [from, to] of [
    [20.6, 21.6],
    [22.8, 23.8],
  ] as const) {
    canvas.paint(
      makePair(
        makeStroke(
          [
            [0, from],
            [2.6, to],
          ],
          0.8,
        ),
      ),
      85,
      wrinkle,
      1.3,
    );
  }
}

function paintMouth(canvas: ShadeCanvas, features: FaceFeatures): void {
  const { mouthWidth, mouthBend, mouthOpen, mouthSquare, lipLift, teeth, lowerTeeth, lips, jawDrop } = features;
  const centre = (t: number) => PLACES.mouthV - lipLift + jawDrop * 0.25 + mouthBend * (0.5 - t * t);
  // A lens, or rather a box.
  const bulge = (t: number) => (1 - mouthSquare) * (1 - t * t) + mouthSquare * (1 - t * t * t * t * t * t);
  // Closed lips meet in a line that thins out towards the corners.
  const line = (t: number) => 0.55 - 0.35 * t * t;
  const upper = (t: number) => centre(t) - 0.35 * mouthOpen * bulge(t) - line(t);
  const lower = (t: number) => centre(t) + 0.65 * mouthOpen * bulge(t) + line(t);
  const band = (from: (t: number) => number, to: (t: number) => number): Shape => makeBand(0, mouthWidth, from, to);
  const inside = (t: number, share: number) => upper(t) + share * (lower(t) - upper(t));
  const lip = (t: number) => lips * (1 - 0.7 * t * t);

  canvas.paint(makeEllipse(0, lower(0) + lips + 1.6, mouthWidth * 0.55, 0.9), 110, 0.45, 2.5);
  canvas.paint(
    band(
      (t) => upper(t) - lip(t),
      (t) => upper(t) + 0.5,
    ),
    105,
    0.9,
  );
  canvas.paint(
    band(
      (t) => lower(t) - 0.5,
      (t) => lower(t) + 1.3 * lip(t),
    ),
    122,
    0.9,
  );
  canvas.paint(band(upper, lower), SHADES.dark);
  canvas.paint(
    band(
      (t) => inside(t, 0.06),
      (t) => inside(t, teeth),
    ),
    SHADES.white,
    teeth > 0.06 ? 1 : 0,
  );
  canvas.paint(
    band(
      (t) => inside(t, 1 - lowerTeeth),
      (t) => inside(t, 0.94),
    ),
    215,
    lowerTeeth > 0.06 ? 1 : 0,
  );
  canvas.paint(makePair(makeEllipse(mouthWidth, centre(1), 0.9, 0.9)), 70, 0.6, 1.6);
}

function paintEyes(canvas: ShadeCanvas, { eyeOpen, lidTilt, squint }: FaceFeatures): void {
  const { eyeU, eyeV } = PLACES;
  const halfWidth = 4.3;
  // Inner end at -1. A lid that is tilted hangs at its outer end.
  const tilt = (t: number) => lidTilt * t;
  const arch = (t: number) => 1 - t * t;
  const upper = (t: number) => eyeV + tilt(t) - eyeOpen * arch(t);
  const lower = (t: number) => eyeV + 0.6 * tilt(t) + (1.5 - squint) * arch(t) + 0.1;
  const opening = makeBand(eyeU, halfWidth, upper, lower);
  const iris = makeEllipse(eyeU, eyeV - 0.5, 2.3, 2.3);
  const pupil = makeEllipse(eyeU, eyeV - 0.5, 1.1, 1.1);
  const strokeAlong = (curve: (t: number) => number) =>
    [-1, -0.6, -0.2, 0.2, 0.6, 1].map((t) => [eyeU + halfWidth * t, curve(t)] as const);

  canvas.paint(makePair(opening), SHADES.white);
  canvas.paint(
    makePair((u, v) => Math.max(opening(u, v), iris(u, v))),
    SHADES.iris,
  );
  canvas.paint(
    makePair((u, v) => Math.max(opening(u, v), pupil(u, v))),
    SHADES.pupil,
  );
  canvas.paint(makePair(makeStroke(strokeAlong(upper), 1.1)), 45, 0.95, 1.2);
  canvas.paint(makePair(makeStroke(strokeAlong(lower), 0.7)), 95, 0.8, 1.2);
  canvas.paint(
    makePair(
      makeStroke(
        strokeAlong((t) => upper(t) - 1.8),
        0.6,
      ),
    ),
    120,
    0.5,
    1.4,
  );
}

function paintBrows(canvas: ShadeCanvas, { browUp, browTilt, browArch, browIn }: FaceFeatures): void {
  const v = 15.3 - browUp;
  // Inner end at 0, outer one at 1. Tilted: the inner end is up.
  const brow = [0, 0.25, 0.5, 0.75, 1].map(
    (s) =>
      [3.6 - browIn + (10.4 + browIn) * s, v - browTilt * (1 - 2 * s) - browArch * 4 * s * (1 - s) + 0.5 * s] as const,
  );
  canvas.paint(makePair(makeStroke(brow, 2)), 48, 0.95, 1.4);
}
