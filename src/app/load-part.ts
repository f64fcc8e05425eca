/** Style sheets that could not be loaded, as they stand in the document. */
const missingStyles = new Set<HTMLLinkElement>();

addEventListener('error', ({ target }) => target instanceof HTMLLinkElement && noteMissing(target), true);

function noteMissing(link: HTMLLinkElement): void {
  if (link.rel === 'stylesheet') missingStyles.add(link);
}

/**
 * Makes something of `import()` that can be called until it succeeds. Browsers ask for a missing script again; Vite takes a
 * style sheet that it has asked for once for loaded, and the part would come without.
 *
 * @param importPart rejects if the part cannot be loaded
 */
export function makePartLoader<Part>(importPart: () => Promise<Part>): () => Promise<Part> {
  let hasFailed = false;
  return async () => {
    try {
      // Those of other parts may be among them: whether they come is not this one's business.
      const styles = hasFailed ? Array.from(missingStyles, renewStyles) : [];
      const [part] = await Promise.all([importPart(), ...styles]);
      hasFailed = false;
      return part;
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  };
}

function renewStyles(missing: HTMLLinkElement): Promise<void> {
  const link = missing.cloneNode() as HTMLLinkElement;
  return new Promise((resolve) => {
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => resolve());
    missingStyles.delete(missing);
    missing.replaceWith(link);
  });
}
