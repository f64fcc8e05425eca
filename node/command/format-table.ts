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
