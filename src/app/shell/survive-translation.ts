/** What a translator took out and put in its place. */
interface Translation {
  readonly wrapper: Element;
  /** What the text node said. */
  readonly original: string;
}

/**
 * Keeps the page alive under a translator. Translators of browsers (Chrome's, Edge's) put an element with a text node of
 * its own in the place of each text node; Svelte holds on to the one that was taken out. What it writes there nobody
 * sees, and removing a block that begins or ends with it takes away too little or too much.
 *
 * So each text node is put back, empty, right before the element that stands for it, where Svelte finds it. Once
 * Svelte writes to it, the translation is out of date and goes, and the translator translates the new words; once Svelte
 * removes or moves it, its translation follows; once the translator takes the translation back, the original returns.
 *
 * Costs nothing but a look at which nodes come and go until somebody translates.
 *
 * @param root below which Svelte works
 * @returns a function that ends it
 */
export function surviveTranslation(root: Node): () => void {
  const translations = new WeakMap<Text, Translation>();
  /** The text node for which a wrapper stands. */
  const originals = new WeakMap<Node, Text>();

  const observer = new MutationObserver((records) => {
    const wrappers = records.flatMap(({ addedNodes }) => [...addedNodes].filter(isWrapper));
    for (const record of records) {
      if (record.type === 'characterData') forget(record.target as Text);
      for (const removed of record.removedNodes) follow(removed, findReplacement(record, records, wrappers));
    }
    // They tell of what was just done here.
    observer.takeRecords();
  });
  observer.observe(root, { childList: true, subtree: true });
  return () => observer.disconnect();

  /** Goes after a node that was taken out of the page. */
  function follow(removed: Node, replacement: Element | undefined): void {
    const text = originals.get(removed) ?? removed;
    if (!(text instanceof Text)) return;
    const isNew = replacement && !originals.has(replacement);
    if (isNew && (removed !== text || (!text.isConnected && text.data.trim() !== ''))) keep(text, replacement);
    else settle(text);
  }

  /** Puts a text node, empty, before the element that stands for it. */
  function keep(text: Text, wrapper: Element): void {
    const earlier = translations.get(text);
    if (earlier) originals.delete(earlier.wrapper);
    translations.set(text, { wrapper, original: earlier?.original ?? text.data });
    originals.set(wrapper, text);
    text.data = '';
    wrapper.before(text);
    observer.observe(text, { characterData: true });
  }

  /** Lets the translation follow what became of its text node, or the other way round. */
  function settle(text: Text): void {
    const translation = translations.get(text);
    if (!translation) return;
    const { wrapper, original } = translation;
    if (text.isConnected && wrapper.isConnected) {
      if (text.nextSibling !== wrapper) text.after(wrapper);
      return;
    }
    text.data = original;
    forget(text);
  }

  function forget(text: Text): void {
    const wrapper = translations.get(text)?.wrapper;
    if (!wrapper) return;
    translations.delete(text);
    originals.delete(wrapper);
    wrapper.remove();
  }
}

/** Chrome and Edge take FONT, some others elements of their own; Svelte makes neither of them here. */
function isWrapper(node: Node): node is Element {
  return node instanceof Element && (node.tagName === 'FONT' || node.tagName.includes('-'));
}

/** The wrapper that came where something was removed: in the same step, before it, or after it. */
function findReplacement(
  removal: MutationRecord,
  records: readonly MutationRecord[],
  wrappers: readonly Element[],
): Element | undefined {
  const { target, previousSibling, nextSibling } = removal;
  return wrappers.find((wrapper) => {
    if (wrapper.parentNode !== target) return false;
    if (wrapper === previousSibling || wrapper === nextSibling) return true;
    return records.some(
      (record) =>
        record.target === target &&
        record.previousSibling === previousSibling &&
        record.nextSibling === nextSibling &&
        [...record.addedNodes].includes(wrapper),
    );
  });
}
