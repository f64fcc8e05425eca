import { m } from '../../../words/compiled/messages.js';
import { writeMs } from '../../../words/formats.ts';

/** Less rounds to nothing. */
const LEAST_MS = 0.05;

/** A measured time, which may be below what the browser's clock shows. */
export function writeLayerTime(ms: number): string {
  return ms < LEAST_MS ? m.lenet_below({ ms: writeMs(2 * LEAST_MS) }) : writeMs(ms);
}
