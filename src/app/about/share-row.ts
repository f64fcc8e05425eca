import type { Expression } from '../../core/expressions.ts';
import type { Interval } from '../../core/wilson-interval.ts';

/** One value of a table. */
export interface ShareCell {
  readonly text: string;
  /** Drawn as a bar, 0..1. */
  readonly share?: number;
  /** In which the true share most likely lies. */
  readonly interval?: Interval;
}

/** One row of a table. */
export interface ShareRow {
  readonly title: string;
  readonly note?: string;
  /** Whose row it is, if it is one's. */
  readonly expression?: Expression;
  /** Null: nothing is known. */
  readonly cells: readonly (ShareCell | null)[];
}
