import type { Box } from './box.ts';
import type { Expression } from './expressions.ts';

/** What the engine says of one face in one picture. */
export interface FaceReading {
  /** The same number for the same face in consecutive video frames; 0, 1, 2 ... in a photo. */
  readonly id: number;
  /** The detector's box, in pixels of the picture that was given. */
  readonly box: Box;
  /** The detector's score, 0..1. */
  readonly score: number;
  /** Seven probabilities in class order, for this frame alone; they sum to 1. */
  readonly probabilities: readonly number[];
  /** The leading one of them. */
  readonly expression: Expression;
}
