import { addPlugins, cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';

// Keeps all files of one version of the site and answers with them, whatever the network does. A newer version is
// fetched as a whole beside it, and waits; the page says when it may take over (src/app/update/keep-offline.ts).

declare const self: ServiceWorkerGlobalScope & {
  /** The list of all files, which the build puts here. */
  readonly __WB_MANIFEST: readonly PrecacheEntry[];
};

// Asks whether the copy that the browser has from the visit itself is still right, where Workbox would fetch the networks
// once more.
addPlugins([
  {
    requestWillFetch: ({ request }) =>
      Promise.resolve(request.cache === 'reload' ? new Request(request, { cache: 'no-cache' }) : request),
  },
]);

// What an address asks for by its query is read by the page: it is the same file.
precacheAndRoute([...self.__WB_MANIFEST], { ignoreURLParametersMatching: [/./] });
cleanupOutdatedCaches();

// The page that has this installed goes on with these files, and not with what a newer version puts in their place. Pages
// that an earlier version answers for stay with that one.
let isFirst = false;
self.addEventListener('install', () => void (isFirst = self.registration.active === null));
self.addEventListener('activate', (event) => {
  if (isFirst) event.waitUntil(self.clients.claim());
});

self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
  if ((data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
