import { isSiteUpdated } from './is-site-updated.ts';
import { SiteUpdate } from './site-update.svelte.ts';
import type { SiteVersion } from './site-version.ts';
import { watchController } from './watch-controller.ts';

/** What a page knows and tells of its own version and newer ones. */
export interface FollowedUpdates {
  /** For the note that tells the visitor. */
  readonly update: SiteUpdate;
  readonly version: SiteVersion;
  /**
   * Keeps this version for visits without a network, and tells of newer ones. Once the engine has started, so that it waits
   * for no file that nobody needs yet.
   *
   * @param isReady whether it has. If not, a version that fails is not kept, but what is kept already may have a newer one
   */
  readonly keep: (isReady: boolean) => Promise<void>;
}

/** @param entryUrl of the script that the document names, as `import.meta.url` says there */
export function followUpdates(entryUrl: string): FollowedUpdates {
  const update = new SiteUpdate(() => location.reload());
  const isUpdated = () => isSiteUpdated(entryUrl, location.href);
  const container = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
  const isKept = watchController(container, isUpdated, () => update.announce());
  // A part of the page that is loaded when it is needed could not be had: whoever needed it says so.
  addEventListener('vite:preloadError', () => void isUpdated().then((isNewer) => isNewer && update.announce()));
  const keep = async (isReady: boolean) => {
    if (!import.meta.env.PROD || !container || !(isReady || container.controller)) return;
    try {
      const { keepOffline } = await import('./keep-offline.ts');
      await keepOffline(update);
    } catch {
      // The network has gone, or the browser does not allow it: the page works as well without being kept.
    }
  };
  return {
    update,
    version: { isKept, isUpdated },
    keep,
  };
}
