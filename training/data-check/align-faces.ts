import { INPUT_PIXELS, INPUT_SIZE } from '../../src/core/preprocess.ts';

/** How one picture lies in another: its point p, seen from the centre, is the other's point `scale * p + shift`. */
export interface FaceAlignment {
  /** The other picture is the mirror image. */
  readonly mirrored: boolean;
  /** Below 1, the other picture shows more of the photograph. */
  readonly scale: number;
  /** In pixels of the other picture, positive to the right. */
  readonly shiftX: number;
  /** In pixels of the other picture, positive downwards. */
  readonly shiftY: number;
}

/** Pictures that lie on each other, and how alike they are there. */
export interface AlignedFaces {
  readonly alignment: FaceAlignment;
  /** Normalised cross-correlation over the part that both show, -1..1. */
  readonly similarity: number;
}

/** Steps of the search, coarse to fine: of the scale (relative) and of the shift (pixels). */
const STEPS = [
  [0.08, 2],
  [0.04, 1],
  [0.02, 0.5],
] as const;

/** A search that is below this after its coarsest step is given up: no recrop of one photograph was seen to recover. */
const HOPELESS = 0.8;

/** Least part of the pixels that both pictures must show; less of a face is like too many others. */
const LEAST_OVERLAP = 0.5;

const CENTRE = (INPUT_SIZE - 1) / 2;
const EDGE = INPUT_SIZE - 1;

/**
 * Searches for the place at which two pictures match best: hill climbing on their normalised cross-correlation over
 * scale and shift, every second pixel while searching and every pixel (bilinear) at the end.
 *
 * @param face 48x48 gray bytes
 * @param other 48x48 gray bytes
 * @param start where the search begins, a few pixels from the match; it does not change `mirrored`
 */
export function alignFaces(face: Uint8Array, other: Uint8Array, start: FaceAlignment): AlignedFaces {
  let alignment = start;
  let similarity = correlateAligned(face, other, start, 2);
  for (const [scaleStep, shiftStep] of STEPS) {
    let improved = true;
    while (improved) {
      improved = false;
      for (const neighbour of listNeighbours(alignment, scaleStep, shiftStep)) {
        const value = correlateAligned(face, other, neighbour, 2);
        if (value <= similarity) continue;
        [alignment, similarity, improved] = [neighbour, value, true];
      }
    }
    if (similarity < HOPELESS) break;
  }
  return { alignment, similarity: correlateAligned(face, other, alignment, 1) };
}

function listNeighbours(alignment: FaceAlignment, scaleStep: number, shiftStep: number): FaceAlignment[] {
  const { scale, shiftX, shiftY } = alignment;
  return [
    { ...alignment, shiftX: shiftX - shiftStep },
    { ...alignment, shiftX: shiftX + shiftStep },
    { ...alignment, shiftY: shiftY - shiftStep },
    { ...alignment, shiftY: shiftY + shiftStep },
    { ...alignment, scale: scale / (1 + scaleStep) },
    { ...alignment, scale: scale * (1 + scaleStep) },
  ];
}

/** Normalised cross-correlation of every `stride`-th pixel with what lies there in the other picture; -1 without overlap. */
function correlateAligned(face: Uint8Array, other: Uint8Array, alignment: FaceAlignment, stride: number): number {
  const { mirrored, scale, shiftX, shiftY } = alignment;
  const scaleX = mirrored ? -scale : scale;
  let [count, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  for (let y = 0; y < INPUT_SIZE; y += stride) {
    const otherY = CENTRE + shiftY + scale * (y - CENTRE);
    if (otherY < 0 || otherY > EDGE) continue;
    const top = Math.min(Math.floor(otherY), EDGE - 1);
    const down = otherY - top;
    for (let x = 0; x < INPUT_SIZE; x += stride) {
      const otherX = CENTRE + shiftX + scaleX * (x - CENTRE);
      if (otherX < 0 || otherX > EDGE) continue;
      const left = Math.min(Math.floor(otherX), EDGE - 1);
      const right = otherX - left;
      const p = top * INPUT_SIZE + left;
      const upper = (other[p] as number) * (1 - right) + (other[p + 1] as number) * right;
      const lower = (other[p + INPUT_SIZE] as number) * (1 - right) + (other[p + INPUT_SIZE + 1] as number) * right;
      const a = face[y * INPUT_SIZE + x] as number;
      const b = upper * (1 - down) + lower * down;
      count++;
      sumA += a;
      sumB += b;
      sumAA += a * a;
      sumBB += b * b;
      sumAB += a * b;
    }
  }
  if (count * stride * stride < LEAST_OVERLAP * INPUT_PIXELS) return -1;
  const spread = (sumAA - (sumA * sumA) / count) * (sumBB - (sumB * sumB) / count);
  return spread > 0 ? (sumAB - (sumA * sumB) / count) / Math.sqrt(spread) : 0;
}
