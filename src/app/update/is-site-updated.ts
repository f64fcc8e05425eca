/** A server that does not even give the page in this time is not asked about its version any longer. */
const PATIENCE_MS = 10_000;

/** As the build writes them, and the development server. */
const MODULE_SCRIPT = /<script\b[^>]*\btype="module"[^>]*\bsrc="([^"]+)"/g;

/**
 * Whether the server has another version of the page by now than the one that runs: then its document names another
 * script. Where that cannot be found out (no network, an answer that is no page of ours), it has not.
 *
 * @param entryUrl of the script that runs, as `import.meta.url` says there
 * @param documentUrl of the page
 */
export async function isSiteUpdated(entryUrl: string, documentUrl: string): Promise<boolean> {
  try {
    const response = await fetch(documentUrl, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) return false;
    const scripts = Array.from((await response.text()).matchAll(MODULE_SCRIPT), ([, source]) => source as string);
    const isEntry = (source: string) => new URL(source, documentUrl).pathname === new URL(entryUrl).pathname;
    return scripts.length > 0 && !scripts.some(isEntry);
  } catch {
    return false;
  }
}
