import { mount } from 'svelte';
import '../app/shell/app.css';
import { parseAddressWishes } from '../app/engine-lifecycle/address-wishes.ts';
import { surviveTranslation } from '../app/shell/survive-translation.ts';
import { explainByUpdate } from '../app/update/explain-by-update.ts';
import { isSiteUpdated } from '../app/update/is-site-updated.ts';
import { startEngine } from '../engine/engine-client.ts';
import type { LoadProgress } from '../engine/link/protocol.ts';
import { startLocale } from '../words/locale.svelte.ts';
import CheckPage from './CheckPage.svelte';

startLocale();
const { backend: forced, unknown: unknownWishes } = parseAddressWishes(location.search);

const startCheckedEngine = explainByUpdate(
  (onProgress: (progress: LoadProgress) => void) =>
    startEngine({ baseUrl: import.meta.env.BASE_URL, forcedBackend: forced, onProgress }),
  () => isSiteUpdated(import.meta.url, location.href),
);

const target = document.getElementById('app');
if (!target) throw new Error('check.html has no #app');
surviveTranslation(document.body);
mount(CheckPage, { target, props: { forced, unknownWishes, query: location.search, startEngine: startCheckedEngine } });
