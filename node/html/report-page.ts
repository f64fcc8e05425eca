import { Html, html } from './html.ts';

/**
 * The text of one HTML document, in the style of the reports, that needs no other file.
 *
 * @param content what follows the title
 */
export function renderReportPage(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Html(REPORT_STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `.markup;
}

/** The report's style sheet: both colour schemes, and columns that a phone turns into one. */
export const REPORT_STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#f8f5ef, #161513);
  --sheet: light-dark(#fffdf9, #201e1b);
  --ink: light-dark(#23201b, #efeae1);
  --ink-soft: light-dark(#5e584e, #b3ab9e);
  --line: light-dark(#ded7ca, #3a3631);
  --first: light-dark(#1d5fa8, #8fc2ff);
  --second: light-dark(#b4480c, #ffae73);
  --shading: light-dark(#8fc2ff, #1f5590);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto;
  padding: clamp(1rem, 3vw, 2.5rem);
  max-width: 68rem;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif;
}
h1, h2, h3 { margin: 0; line-height: 1.2; }
h1 { font-size: 1.7rem; overflow-wrap: anywhere; }
h2 { margin-top: 2.5rem; font-size: 1.25rem; }
h3 { font-size: 1rem; }
p { margin: 0.4rem 0 0; }
.note, .legend { color: var(--ink-soft); font-size: 0.875rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; }
.legend svg { vertical-align: baseline; }
.tiles, .charts { display: grid; gap: 1rem; margin: 1rem 0 0; }
.tiles { grid-template-columns: repeat(3, 1fr); }
.tiles div, figure, .panel { margin: 0; padding: 1rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; }
.tiles dt { color: var(--ink-soft); font-size: 0.875rem; }
.tiles dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.charts { grid-template-columns: repeat(auto-fill, minmax(min(100%, 25rem), 1fr)); }
figure > svg { width: 100%; margin-top: 0.5rem; }
.panel { margin-top: 1rem; overflow-x: auto; }
.settings { display: grid; grid-template-columns: max-content 1fr; gap: 0.3rem 1.5rem; margin: 0; font-size: 0.9375rem; }
.settings dt { color: var(--ink-soft); }
.settings dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { font-weight: 500; }
thead th { color: var(--ink-soft); font-size: 0.875rem; }
th, td { padding: 0.35rem 0.6rem; text-align: right; white-space: nowrap; }
tbody th { text-align: left; white-space: normal; }
.scores { width: 100%; }
.scores thead th:first-child { text-align: left; }
.scores tbody tr { border-top: 1px solid var(--line); }
.confusion { width: 100%; table-layout: fixed; }
.confusion thead > tr > :first-child { width: 6rem; }
.confusion .cell { border: 2px solid var(--sheet); background: color-mix(in oklab, var(--shading) var(--shade), var(--sheet)); }
.confusion .right { font-weight: 700; }
.mistakes { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 1.25rem 1rem; margin: 1rem 0 0; padding: 0; list-style: none; }
.mistakes img { display: block; width: 100%; height: auto; image-rendering: pixelated; border-radius: 6px; }
.mistakes dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 0.4rem; margin: 0.4rem 0 0; font-size: 0.8125rem; }
.mistakes dt { color: var(--ink-soft); }
.mistakes dd { margin: 0; white-space: nowrap; }
@media (max-width: 40rem) {
  .settings { grid-template-columns: 1fr; gap: 0; }
  .settings dd { margin-bottom: 0.5rem; }
  .tiles { grid-template-columns: repeat(2, 1fr); }
  .panel { padding: 0.75rem; }
  th, td { padding: 0.3rem 0.2rem; font-size: 0.8125rem; }
  .confusion thead > tr > :first-child { width: 4rem; }
  .confusion thead th { vertical-align: bottom; }
  .confusion thead span { writing-mode: vertical-rl; transform: rotate(180deg); }
  .confusion td { padding-inline: 0; text-align: center; }
  .mistakes { grid-template-columns: repeat(2, 1fr); }
}
@media print { :root { color-scheme: light; } figure, .mistakes li { break-inside: avoid; } }
`;
