import type { Box } from '../core/box.ts';
import type { PriorName } from '../core/decision-rule.ts';
import type { Expression } from '../core/expressions.ts';
import type { ModelName } from '../core/model-names.ts';

// What a page that embeds Mien gets to see. It imports of src/core alone: with it, these types travel.

/** What was read of one face. */
export interface MienFace {
  /** The same number for the same face in consecutive frames of a video; 0, 1, 2 ... in a photo. */
  readonly id: number;
  /** In pixels of the picture. */
  readonly box: Box;
  /** How sure the detector is that this is a face, 0..1. */
  readonly score: number;
  /** The expression that is most probable by the prior that was chosen. */
  readonly expression: Expression;
  /** By each prior, the probability of each expression; the seven sum to 1. */
  readonly probabilities: Readonly<Record<PriorName, Readonly<Record<Expression, number>>>>;
}

/** What was read of one picture. */
export interface MienReading {
  /** Size of the picture that the boxes refer to, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly faces: readonly MienFace[];
  /** The network that read them. */
  readonly model: ModelName;
}

/** What was read of one frame of the camera. */
export interface CameraReading extends MienReading {
  /** When the frame was taken, in milliseconds, by the clock of `performance.now()`. */
  readonly time: number;
}

/** How a `<mien-camera>` is. */
export interface CameraState {
  /** `opening`: it waits for the camera, most often for the visitor's permission. `loading`: the networks are on their way. */
  readonly state: 'off' | 'opening' | 'loading' | 'running' | 'failed';
  /** What is the matter, e.g. `camera-denied`; null: nothing is. */
  readonly code: string | null;
  /** The same in words for the visitor, and what to do; empty where nothing is to be said. */
  readonly title: string;
  readonly text: string;
}
