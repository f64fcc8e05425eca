import { computeIoU, type Box } from '../../core/box.ts';

/** A face that the detector saw. */
export interface DetectedFace {
  /** In pixels of the picture; it may reach past the picture's edges. */
  readonly box: Box;
  /** 0..1 */
  readonly score: number;
}

/** Of boxes that overlap more than this, the one with the best score stays: face-api's own limit. */
const DUPLICATE_IOU = 0.4;

/** Leaves out every face that overlaps one with a better score (non-maximum suppression). */
export function mergeFaces<T extends DetectedFace>(faces: readonly T[]): T[] {
  const kept: T[] = [];
  for (const face of faces.toSorted((a, b) => b.score - a.score)) {
    if (kept.every((other) => computeIoU(face.box, other.box) <= DUPLICATE_IOU)) kept.push(face);
  }
  return kept;
}
