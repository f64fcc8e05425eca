/** What this needs of `navigator.serviceWorker`. */
export interface ControllerSource extends EventTarget {
  readonly controller: unknown;
}

/**
 * Follows which service worker answers for the server.
 *
 * @param container undefined where the browser has none: not at http://, and not in every private window
 * @param isUpdated asks whether the site has another version than this page; answered by a service worker that is there
 * @param onReplaced told once another version answers than the one that this page is of
 * @returns says whether one with the files of this page's version answers
 */
export function watchController(
  container: ControllerSource | undefined,
  isUpdated: () => Promise<boolean>,
  onReplaced: () => void,
): () => boolean {
  // What was there when the page was opened gave the page.
  let isKept = Boolean(container?.controller);
  let wasControlled = isKept;
  let changes = 0;
  container?.addEventListener('controllerchange', () => void takeChange(++changes, Boolean(container.controller)));

  async function takeChange(change: number, isControlled: boolean): Promise<void> {
    // The first one to take over most likely keeps this version; but the site may have been updated while it was fetched.
    const isFirst = !wasControlled;
    isKept = false;
    wasControlled = isControlled;
    if (!isControlled) return;
    if (!isFirst || (await isUpdated())) onReplaced();
    else isKept = change === changes;
  }

  return () => isKept;
}
