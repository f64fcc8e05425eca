import { mount } from 'svelte';
import { isCameraAllowed, listCameras, openCamera, watchCameras } from '../capture/camera.ts';
import { openPhoto } from '../capture/photo-file.ts';
import { startEngine } from '../engine/engine-client.ts';
import { startLocale } from '../words/locale.svelte.ts';
import App from './App.svelte';
import './shell/app.css';
import { keepScroll } from './shell/keep-scroll.ts';
import { surviveTranslation } from './shell/survive-translation.ts';
import { createAppStore } from './session/app-store.svelte.ts';
import { parsePlace } from './session/address.ts';
import { parseAddressWishes } from './engine-lifecycle/address-wishes.ts';
import { explainByUpdate } from './update/explain-by-update.ts';
import { isSiteUpdated } from './update/is-site-updated.ts';
import { SiteUpdate } from './update/site-update.svelte.ts';
import UpdateNote from './update/UpdateNote.svelte';

startLocale();
const wishes = parseAddressWishes(location.search);

const update = new SiteUpdate(() => location.reload());
// Here, for this is the script that the document names.
const askForUpdate = () => isSiteUpdated(import.meta.url, location.href);
// A part of the page that is loaded when it is needed could not be had: whoever needed it says so.
addEventListener('vite:preloadError', () => void askForUpdate().then((isUpdated) => isUpdated && update.announce()));

const store = createAppStore({
  startEngine: explainByUpdate(
    (watch, avoid, backend) =>
      startEngine({ baseUrl: import.meta.env.BASE_URL, forcedBackend: backend ?? wishes.backend, avoid, ...watch }),
    askForUpdate,
  ),
  openCamera,
  isCameraAllowed,
  listCameras,
  watchCameras,
  openPhoto,
  now: () => performance.now(),
});

void store.session.setModelWish(wishes.model);
store.session.setPrior(wishes.prior);
store.session.setPageHidden(document.hidden);
store.session.goTo(parsePlace(location.hash));
// The models load while the visitor still reads.
void store.session.startEngine().then(keepOffline);

/** Once the engine is ready, so that it waits for no file that nobody needs yet. */
async function keepOffline(): Promise<void> {
  if (!import.meta.env.PROD || store.state.engine.status !== 'ready') return;
  try {
    const offline = await import('./update/keep-offline.ts');
    await offline.keepOffline(update);
  } catch {
    // The network has gone, or the browser does not allow it: the page works as well without being kept.
  }
}

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
surviveTranslation(document.body);
keepScroll();
// In a task of its own: reading the program, building the page and laying it out would hold up the first picture as one.
setTimeout(() => {
  mount(UpdateNote, { target, props: { update } });
  mount(App, { target, props: { store, unknownWishes: wishes.unknown } });
});
