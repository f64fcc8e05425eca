/** A translator in the page: how it treats what is marked as not for translation. */
export interface TranslatorOptions {
  /** Chrome leaves `translate="no"` alone; others do not. */
  readonly respectsMarks: boolean;
}

/** Stands around everything that the fake translator has translated. */
export const TRANSLATED = { begin: '‹', end: '›' } as const;

/**
 * Translates the page as Chrome does, now and whatever comes later: an element with a text node of its own in the place
 * of each text node. Runs in the page.
 */
export function translatePage({ respectsMarks }: TranslatorOptions): void {
  /** `createElement('font')` is typed as deprecated, which it is for everybody but translators. */
  const createFont = () => document.createElement('font' as string);

  function isLeftAlone(element: Element): boolean {
    return element.closest(`font, script, style, pre, code${respectsMarks ? ', [translate=no]' : ''}`) !== null;
  }

  function translate(root: Node): void {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found: Text[] = [];
    for (let node: Node | null = root; node; node = walker.nextNode()) if (node instanceof Text) found.push(node);
    for (const text of found) {
      if (text.data.trim() === '' || !text.parentElement || isLeftAlone(text.parentElement)) continue;
      const outer = createFont();
      const inner = createFont();
      inner.textContent = `‹${text.data}›`;
      outer.append(inner);
      text.replaceWith(outer);
    }
  }

  translate(document.body);
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      for (const node of type === 'characterData' ? [target] : addedNodes) if (node.isConnected) translate(node);
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}
