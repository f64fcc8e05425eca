import { m } from '../../words/compiled/messages.js';
import { writeNumber } from '../../words/formats.ts';

/** How manifests name corruptions of faces, and how the page does. */
const CORRUPTIONS: readonly (readonly [name: RegExp, write: (amount: string) => string])[] = [
  [/^moved ([\d.]+) px left$/, (pixels) => m.corruption_moved_left({ pixels })],
  [/^moved ([\d.]+) px right$/, (pixels) => m.corruption_moved_right({ pixels })],
  [/^moved ([\d.]+) px up$/, (pixels) => m.corruption_moved_up({ pixels })],
  [/^moved ([\d.]+) px down$/, (pixels) => m.corruption_moved_down({ pixels })],
  [/^([\d.]+) of the size$/, (factor) => m.corruption_size({ factor })],
  [/^turned by (-?[\d.]+) degrees$/, (degrees) => m.corruption_turned({ degrees })],
  [/^half the light$/, () => m.corruption_dark()],
  [/^blurred by ([\d.]+) px$/, (pixels) => m.corruption_blurred({ pixels })],
  [/^JPEG of quality ([\d.]+)$/, (quality) => m.corruption_jpeg({ quality })],
];

/** What was done to faces, in the visitor's language; as the manifest says it where the page does not know it. */
export function writeCorruption(corruption: string): string {
  for (const [name, write] of CORRUPTIONS) {
    const match = name.exec(corruption);
    if (match) return write(match[1] === undefined ? '' : writeNumber(Number(match[1])));
  }
  return corruption;
}
