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
import { followUpdates } from './update/follow-updates.ts';
import UpdateNote from './update/UpdateNote.svelte';

startLocale();
const wishes = parseAddressWishes(location.search);

// Here, for this is the script that the document names.
const { update, version, keep } = followUpdates(import.meta.url);

const store = createAppStore({
  startEngine: explainByUpdate(
    (watch, avoid, backend) =>
      startEngine({ baseUrl: import.meta.env.BASE_URL, forcedBackend: backend ?? wishes.backend, avoid, ...watch }),
    version,
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
void store.session.startEngine().then(() => keep(store.state.engine.status === 'ready'));

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
surviveTranslation(document.body);
keepScroll();
// In a task of its own: reading the program, building the page and laying it out would hold up the first picture as one.
setTimeout(() => {
  mount(UpdateNote, { target, props: { update } });
  mount(App, { target, props: { store, version, unknownWishes: wishes.unknown } });
});
