import { Html, html } from './html.ts';
import { REPORT_STYLE } from './report-style.ts';

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
