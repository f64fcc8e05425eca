import type { Box } from './box.ts';
import type { PriorName } from './decision-rule.ts';

/** What the engine says of one face in one picture. */
export interface FaceReading {
  /** The same number for the same face in consecutive video frames; 0, 1, 2 ... in a photo. */
  readonly id: number;
  /** The detector's box, in pixels of the picture that was given. */
  readonly box: Box;
  /** The detector's score, 0..1. */
  readonly score: number;
  /** For each prior seven probabilities in class order, for this frame alone; they sum to 1. */
  readonly probabilities: Readonly<Record<PriorName, readonly number[]>>;
}
