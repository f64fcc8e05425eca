import type { Expression } from '../../core/expressions.ts';

/** One upright stroke of the glyph, on its 64 x 64 canvas. */
export interface Stroke {
  /** Centre. */
  readonly x: number;
  readonly y: number;
  readonly length: number;
  /** Degrees, clockwise. */
  readonly tilt: number;
}

/** Where the strokes stand: two eyes, five for the mouth; seven, like the expressions. */
const EYES_X = [21, 43] as const;
const MOUTH_X = [14, 23, 32, 41, 50] as const;

/** The mark of Mien, a face of seven strokes, in each of the seven expressions. */
export const GLYPHS: Readonly<Record<Expression, readonly Stroke[]>> = {
  angry: drawFace({ y: 23, length: 14, tilt: -38 }, [47, 45, 44, 45, 47], [8, 10, 10, 10, 8]),
  disgust: drawFace({ y: 23, length: 7, tilt: -62 }, [49, 48, 45, 41, 40], [6, 7, 8, 8, 6]),
  fear: drawFace({ y: 21, length: 15, tilt: 14 }, [44, 47, 44, 47, 44], [10, 10, 10, 10, 10]),
  happy: drawFace({ y: 21, length: 11, tilt: 0 }, [39, 45, 47, 45, 39], [8, 10, 11, 10, 8]),
  sad: drawFace({ y: 24, length: 11, tilt: 30 }, [50, 45, 43, 45, 50], [7, 7, 7, 7, 7]),
  surprise: drawFace({ y: 18, length: 16, tilt: 0 }, [46, 46, 46, 46, 46], [5, 14, 20, 14, 5]),
  neutral: drawFace({ y: 22, length: 11, tilt: 0 }, [46, 46, 46, 46, 46], [6, 6, 6, 6, 6]),
};

/** `eyes` is the left one; the right one mirrors it. The mouth goes from left to right. */
function drawFace(
  eyes: { readonly y: number; readonly length: number; readonly tilt: number },
  mouthY: readonly [number, number, number, number, number],
  mouthLength: readonly [number, number, number, number, number],
): Stroke[] {
  const [left, right] = EYES_X;
  return [
    { ...eyes, x: left },
    { ...eyes, x: right, tilt: -eyes.tilt },
    ...MOUTH_X.map((x, i) => ({ x, y: mouthY[i] as number, length: mouthLength[i] as number, tilt: 0 })),
  ];
}
