import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import sirv from 'sirv';
import { build } from 'vite';
import { test as base } from './mien-test.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** Where the library is built to. */
export const LIBRARY = path.join(ROOT, '.cache/test-lib');

/** What a page that uses the library has to be allowed, and no more. docs/embedding.md says the same. */
const POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; img-src blob:; worker-src 'self'; connect-src 'self' blob:";

/** The library in two sites of different origin, as it is built. */
interface Sites {
  /** Examples and library, the latter twice. */
  readonly examples: string;
  /** A page with nothing but a frame: `?page=ADDRESS`, and `&allow=camera`; or nothing but the element: `?script=ADDRESS`. */
  readonly around: string;
}

/** Playwright's `test` with the library on two sites. */
export const test = base.extend<object, { sites: Sites }>({
  sites: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads from it what the fixture needs
    async ({}, use) => {
      await build({
        root: ROOT,
        configFile: path.join(ROOT, 'vite.lib.config.ts'),
        logLevel: 'error',
        build: { outDir: LIBRARY, emptyOutDir: true },
      });
      const examples = await serve('localhost', serveExamples());
      const around = await serve('127.0.0.1', serveFrame);
      await use({ examples: examples.url, around: around.url });
      for (const { close } of [examples, around]) close();
    },
    { scope: 'worker' },
  ],
  furtherSites: async ({ sites }, use) => use(Object.values(sites) as string[]),
});

async function serve(host: string, listener: RequestListener) {
  const server = createServer(listener);
  await once(server.listen(0, host), 'listening');
  return { url: `http://${host}:${(server.address() as AddressInfo).port}/`, close: () => void server.close() };
}

function serveExamples(): RequestListener {
  const setHeaders = (response: ServerResponse) => {
    response.setHeader('Content-Security-Policy', POLICY);
    response.setHeader('Access-Control-Allow-Origin', '*');
  };
  const examples = sirv(path.join(ROOT, 'examples'), { setHeaders });
  const library = sirv(LIBRARY, { setHeaders });
  return (request: IncomingMessage, response) => {
    const [, folder, file] = /^\/([\w-]+)(\/.*)$/.exec(request.url ?? '') ?? [];
    request.url = file ?? '/';
    (folder === 'dist-lib' ? library : examples)(request, response, () => void response.writeHead(404).end());
  };
}

const serveFrame: RequestListener = ({ url }, response) => {
  const asked = new URL(url ?? '', 'http://here').searchParams;
  response.setHeader('Content-Type', 'text/html');
  if (asked.has('script')) {
    response.end(`<!doctype html><script type="module" src="${asked.get('script')}"></script><mien-camera autostart>`);
    return;
  }
  response.end(
    `<!doctype html><iframe src="${asked.get('page')}" allow="${asked.get('allow') ?? ''}" width="800" height="600"></iframe>`,
  );
};
