import { mount } from 'svelte';
import '../app/shell/app.css';
import { parseAddressWishes } from '../app/engine-lifecycle/address-wishes.ts';
import { surviveTranslation } from '../app/shell/survive-translation.ts';
import { explainByUpdate } from '../app/update/explain-by-update.ts';
import { followUpdates } from '../app/update/follow-updates.ts';
import UpdateNote from '../app/update/UpdateNote.svelte';
import { startEngine } from '../engine/engine-client.ts';
import type { LoadProgress } from '../engine/link/protocol.ts';
import { startLocale } from '../words/locale.svelte.ts';
import CheckPage from './CheckPage.svelte';

startLocale();
const { backend: forced, unknown: unknownWishes } = parseAddressWishes(location.search);

// Here, for this is the script that the document names.
const { update, version, keep } = followUpdates(import.meta.url);

const startCheckedEngine = explainByUpdate(
  (onProgress: (progress: LoadProgress) => void) =>
    startEngine({ baseUrl: import.meta.env.BASE_URL, forcedBackend: forced, onProgress }),
  version,
);

const target = document.getElementById('app');
if (!target) throw new Error('check.html has no #app');
surviveTranslation(document.body);
mount(UpdateNote, { target, props: { update } });
mount(CheckPage, { target, props: { forced, unknownWishes, query: location.search, startEngine: startCheckedEngine } });
// Once nothing is measured any more.
void window.mienCheck?.finished.then(({ status }) => keep(status === 'done'));
