import type { Explanation, Position } from '../../../core/explain-value.ts';
import type { SlidingWindow } from '../../../lab/lab-client.ts';
import { m } from '../../../words/compiled/messages.js';
import { writeRounded } from '../../../words/formats.ts';

/** Digits after the point of what is computed. */
export const DECIMALS = 3;

/** How one value came about, in a sentence: "Row 1, column 2 of the result: 1×1 + 0×1 = 1". */
export function writeExplanation(
  explanation: Explanation,
  type: SlidingWindow['type'],
  { x, y }: Pick<Position, 'x' | 'y'>,
  result: number,
): string {
  return m.window_explained({
    row: y + 1,
    column: x + 1,
    terms: writeTerms(explanation, type),
    result: writeRounded(result, DECIMALS),
  });
}

/** What is summed, averaged or compared. */
export function writeTerms({ terms, bias }: Explanation, type: SlidingWindow['type']): string {
  const values = terms.map(({ value }) => writeFactor(value));
  switch (type) {
    case 'max':
      return m.window_maximum({ values: values.join(', ') });
    case 'average':
      return m.window_average({ sum: values.join(' + '), count: terms.length });
    case 'conv': {
      const products = terms.map(({ value, weight }) => `${writeFactor(value)}×${writeFactor(weight)}`);
      return [...products, ...(bias === null ? [] : [writeFactor(bias)])].join(' + ');
    }
    default:
      return type satisfies never;
  }
}

/** A number that something is put before: negative ones in brackets. */
export function writeFactor(value: number): string {
  const written = writeRounded(value, DECIMALS);
  return value < 0 && written !== '0' ? `(${written})` : written;
}
