import { formatPercent } from '../../node/format.ts';

// Figures in a document: a block of generated lines between two marks.

/**
 * Figures with their marks as first and last line.
 *
 * @param name of the block, the only one of that name in its document
 * @param paragraphs in Markdown, tables and headings included
 */
export function markFigures(name: string, paragraphs: readonly string[]): string {
  const [begin, end] = [`<!-- ${name}: written by \`npm run figures\`, not by hand -->`, `<!-- end of ${name} -->`];
  return [begin, ...paragraphs, end].join('\n\n');
}

/**
 * Puts figures between their two marks, which are their own first and last line.
 *
 * @throws Error if the document has no such marks
 */
export function replaceFigures(document: string, figures: string): string {
  const lines = figures.split('\n');
  const [first, last] = [lines[0] as string, lines.at(-1) as string];
  const begin = document.indexOf(first);
  const end = begin < 0 ? -1 : document.indexOf(last, begin + first.length);
  if (end < 0) throw new Error(`the document lacks the marks ${first} and ${last}`);
  return document.slice(0, begin) + figures + document.slice(end + last.length);
}

/** 0.8765 -> "87.7 %": what documents need not tell more exactly. */
export function writePercent(share: number): string {
  return formatPercent(share, 1);
}

/** [0.8765, 0.9] -> "87.7–90.0 %" */
export function writeInterval([low, high]: readonly [number, number]): string {
  return `${(100 * low).toFixed(1)}–${writePercent(high)}`;
}
