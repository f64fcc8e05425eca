import { Workbox } from 'workbox-window';
import type { SiteUpdate } from './site-update.svelte.ts';

/**
 * Keeps this version of the page, models included, for visits without a network, and tells of newer ones. A page that
 * is open goes on with its own version until the visitor wants the newer one, in this or in another tab.
 *
 * @throws if the browser does not allow it, or there is no network any more
 */
export async function keepOffline(update: SiteUpdate): Promise<void> {
  const workbox = new Workbox(`${import.meta.env.BASE_URL}service-worker.js`);
  workbox.addEventListener('waiting', ({ sw }) =>
    update.offer((onTaken) => {
      sw?.addEventListener('statechange', () => {
        if (sw.state === 'activated') onTaken();
      });
      workbox.messageSkipWaiting();
    }),
  );
  await workbox.register();
}
