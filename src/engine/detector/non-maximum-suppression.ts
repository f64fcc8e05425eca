import { computeIoU, type Box } from '../../core/box.ts';
import { DETECTION_OPTIONS } from './detection-options.ts';

/** A face that the detector saw. */
export interface DetectedFace {
  /** In pixels of the picture; it may reach past the picture's edges. */
  readonly box: Box;
  /** 0..1 */
  readonly score: number;
}

/** Leaves out every face that overlaps one with a better score (non-maximum suppression). */
export function suppressNonMaxima<T extends DetectedFace>(faces: readonly T[]): T[] {
  const kept: T[] = [];
  for (const face of faces.toSorted((a, b) => b.score - a.score)) {
    if (kept.every((other) => computeIoU(face.box, other.box) <= DETECTION_OPTIONS.duplicateIou)) kept.push(face);
  }
  return kept;
}
