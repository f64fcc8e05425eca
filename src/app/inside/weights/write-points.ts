import { m } from '../../../words/compiled/messages.js';
import { writeNumber } from '../../../words/formats.ts';

/** A difference of shares, 0..1, in percentage points. */
export function writePoints(difference: number): string {
  return m.weights_points({
    points: writeNumber(100 * difference, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  });
}
