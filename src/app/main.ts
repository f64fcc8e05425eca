import { mount } from 'svelte';
import { isCameraAllowed, listCameras, openCamera, watchCameras } from '../capture/camera.ts';
import { openPhoto } from '../capture/photo-file.ts';
import { startEngine } from '../engine/engine-client.ts';
import { startLocale } from '../words/locale.svelte.ts';
import App from './App.svelte';
import './shell/app.css';
import { surviveTranslation } from './shell/survive-translation.ts';
import { createAppStore } from './session/app-store.svelte.ts';
import { parsePlace } from './session/address.ts';
import { parseAddressWishes } from './engine-lifecycle/address-wishes.ts';

startLocale();
const wishes = parseAddressWishes(location.search);

const store = createAppStore({
  startEngine: (watch, avoid, backend) =>
    startEngine({ baseUrl: import.meta.env.BASE_URL, forcedBackend: backend ?? wishes.backend, avoid, ...watch }),
  openCamera,
  isCameraAllowed,
  listCameras,
  watchCameras,
  openPhoto,
  now: () => performance.now(),
});

void store.session.setModelWish(wishes.model);
store.session.setPrior(wishes.prior);
store.session.goTo(parsePlace(location.hash));
// The models load while the visitor still reads.
void store.session.startEngine();

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
surviveTranslation(document.body);
// In a task of its own: reading the program, building the page and laying it out would hold up the first picture as one.
setTimeout(() => mount(App, { target, props: { store, unknownWishes: wishes.unknown } }));
