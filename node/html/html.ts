import { escapeUTF8 } from 'entities';

/** Markup that may go into a document as it is. Only this module makes it, so text cannot be taken for it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What a template takes: text and numbers are escaped, markup is not, null leaves nothing. */
export type HtmlContent = string | number | Html | readonly Html[] | null;

/** Tag of a template literal that becomes markup; what is put into it is escaped for elements and quoted attributes. */
export function html(literals: TemplateStringsArray, ...contents: readonly HtmlContent[]): Html {
  return new Html(String.raw({ raw: literals }, ...contents.map(toMarkup)));
}

function toMarkup(content: HtmlContent): string {
  if (content === null) return '';
  if (content instanceof Html) return content.markup;
  if (typeof content === 'object') return content.map(toMarkup).join('');
  return escapeUTF8(String(content));
}
