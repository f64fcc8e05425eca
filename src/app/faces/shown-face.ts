import type { Box } from '../../core/box.ts';
import type { PriorName } from '../../core/decision-rule.ts';
import { leadingExpression, type Expression } from '../../core/expressions.ts';
import type { FaceReading } from '../../engine/link/protocol.ts';

/** A face as the page shows it: read by the prior that the visitor chose. */
export interface ShownFace {
  readonly id: number;
  readonly box: Box;
  /** Seven in class order; they sum to 1. */
  readonly probabilities: readonly number[];
  /** The leading one of them. */
  readonly expression: Expression;
}

/** Picks the probabilities by one prior out of a reading, which holds them by each. */
export function showFace({ id, box, probabilities }: FaceReading, prior: PriorName): ShownFace {
  const chosen = probabilities[prior];
  return { id, box, probabilities: chosen, expression: leadingExpression(chosen) };
}
