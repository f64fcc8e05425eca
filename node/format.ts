import { markdownTable } from 'markdown-table';

/**
 * An aligned table in Markdown: words to the left, figures to the right.
 *
 * @param rows the header first
 * @param wordColumns how many columns, from the first on, are words
 */
export function formatTable(rows: readonly (readonly (string | number)[])[], wordColumns = 1): string {
  const align = (rows[0] ?? []).map((_, column) => (column < wordColumns ? 'l' : 'r'));
  return markdownTable(
    rows.map((cells) => cells.map(String)),
    { align },
  );
}

/** Keeps a figure and its unit on one line. */
const SPACE = '\u00a0';

/** 0.8765 -> "88 %"; what is not quite everything or nothing does not round to it: ">99 %", "<1 %". */
export function formatShare(share: number): string {
  const percent = Math.round(100 * share);
  if (percent === 100 && share < 1) return `>99${SPACE}%`;
  if (percent === 0 && share > 0) return `<1${SPACE}%`;
  return `${percent}${SPACE}%`;
}

/** The beginning of a SHA-256, hexadecimal: by it one file is told from another. */
export function shortenHash(hash: string): string {
  return `${hash.slice(0, 12)}…`;
}

/** 26671 -> "26,671" */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** "45 s", "12 min", "3 h 5 min" */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** 0.8765 -> "87.65 %", or with another number of digits after the point. */
export function formatPercent(share: number, digits = 2): string {
  return `${(100 * share).toFixed(digits)} %`;
}

/** -0.0123 -> "-1.23", 0.0123 -> "+1.23": a change, in points. */
export function formatPoints(change: number): string {
  return `${change < 0 ? '' : '+'}${(100 * change).toFixed(2)}`;
}
