import { afterEach, expect, it, vi } from 'vitest';
import { isSiteUpdated } from '../../../src/app/update/is-site-updated.ts';

const PAGE = 'https://mien.example/folder/?model=fast#live';
const ENTRY = 'https://mien.example/folder/assets/index-a1.js';

const page = (script: string) => `<!doctype html><head>
  <script type="module" crossorigin src="${script}"></script>
  <script defer src="./unserved.js"></script></head>`;

function answer(response: () => Response | Promise<Response>): void {
  vi.stubGlobal(
    'fetch',
    vi.fn(() => Promise.resolve().then(response)),
  );
}
afterEach(() => vi.unstubAllGlobals());

it('says so once the document names another script', async () => {
  answer(() => new Response(page('./assets/index-b2.js')));
  expect(await isSiteUpdated(ENTRY, PAGE)).toBe(true);
  expect(vi.mocked(fetch).mock.calls[0]).toEqual([PAGE, expect.objectContaining({ cache: 'no-store' })]);
});

it('does not while it still names the one that runs, however it writes that', async () => {
  for (const script of ['./assets/index-a1.js', '/folder/assets/index-a1.js', ENTRY]) {
    answer(() => new Response(page(script)));
    expect(await isSiteUpdated(ENTRY, PAGE)).toBe(false);
  }
  // The development server adds one of its own, and a time to the address of ours.
  answer(() => new Response(page('/@vite/client') + page('/src/app/main.ts?t=2')));
  expect(await isSiteUpdated('https://mien.example/src/app/main.ts?t=1', 'https://mien.example/')).toBe(false);
});

it('does not where that cannot be found out', async () => {
  answer(() => Promise.reject(new TypeError('Failed to fetch')));
  expect(await isSiteUpdated(ENTRY, PAGE)).toBe(false);
  answer(() => new Response(page('./assets/index-b2.js'), { status: 503 }));
  expect(await isSiteUpdated(ENTRY, PAGE)).toBe(false);
  answer(() => new Response('<!doctype html><p>Log in to this network</p>'));
  expect(await isSiteUpdated(ENTRY, PAGE)).toBe(false);
});
