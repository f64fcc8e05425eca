import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { FrameLocator, Page } from '@playwright/test';
import sirv from 'sirv';
import ts from 'typescript';
import { build } from 'vite';
import { computeIoU, type Box } from '../../src/core/box.ts';
import type * as Library from '../../src/embed/mien.ts';
import { CAMERA, GROUP, readGroupPhoto } from './face-pictures.ts';
import { expect, test as base } from './mien-test.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const LIBRARY = path.join(ROOT, '.cache/test-lib');

/** What a page that uses the library has to be allowed, and no more. docs/embedding.md says the same. */
const POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; img-src blob:; worker-src 'self'; connect-src 'self' blob:";

type CameraReading = Library.CameraReading;
type MienCameraElement = Library.MienCameraElement;

declare global {
  interface Window {
    /** The camera's, kept for a test. */
    track: MediaStreamTrack;
  }
}

/** A program that uses the library, with one mistake. */
const USER = `
import { EXPRESSIONS, MienError, openMien, type MienReading } from './test-lib/mien.js';

const mien = await openMien({ model: 'fast', base: '/mien/' });
const reading: MienReading = await mien.readPhoto(new Blob());
for (const { expression, probabilities } of reading.faces) {
  const share: number = probabilities.everyday[expression];
  console.log(EXPRESSIONS.indexOf(expression), share, MienError.name);
}
const camera = document.querySelector('mien-camera');
camera?.addEventListener('reading', ({ detail }) => console.log(detail.time, detail.faces[0]?.probabilities.acting.happy));
camera?.addEventListener('state', ({ detail }) => console.log(detail.code, detail.mistake));
camera?.addEventListener('click', ({ clientX }) => clientX);
`;

/** The library in two sites of different origin, as it is built. */
interface Sites {
  /** Examples and library, the latter twice. */
  readonly examples: string;
  /** A page with nothing but a frame: `?page=ADDRESS`, and `&allow=camera`; or nothing but the element: `?script=ADDRESS`. */
  readonly around: string;
}

const test = base.extend<object, { sites: Sites }>({
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

/** Opens a page within one of another origin. */
async function openFramed(page: Page, around: string, framed: string, allow = ''): Promise<FrameLocator> {
  await page.goto(`${around}?${new URLSearchParams({ page: framed, allow }).toString()}`);
  return page.frameLocator('iframe');
}

async function expectMessage(place: Page | FrameLocator, code: string, text: string): Promise<void> {
  const message = place.getByTestId('message');
  await expect(message).toHaveAttribute('data-code', code);
  await expect(message).toContainText(text);
}

test.describe('in a frame of another site', () => {
  test('<mien-camera> reads the faces where the frame may use the camera', async ({ page, sites }) => {
    const frame = await openFramed(page, sites.around, `${sites.examples}examples/camera.html`, 'camera');
    await expect(frame.locator('output')).toHaveText(/^\w+, \w+, \w+$/);
    // Of a component within it, and of the page's tokens: both must have come into its shadow root.
    const box = frame.getByTestId('face-box').first();
    await expect(box).toHaveCSS('position', 'absolute');
    await expect(box.locator('.label')).not.toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
  });

  test('<mien-camera> names the frame where it may not', async ({ page, sites }) => {
    const frame = await openFramed(page, sites.around, `${sites.examples}examples/camera.html`);
    await expectMessage(frame, 'camera-not-delegated', 'allow="camera"');
  });

  test('the whole page names the frame as well', async ({ page, sites, baseURL }) => {
    const frame = await openFramed(page, sites.around, `${baseURL}?model=fast`);
    await frame.getByTestId('use-webcam').click();
    await expectMessage(frame, 'camera-not-delegated', 'allow="camera"');
  });
});

test('a server that forbids the camera is named', async ({ page, sites }) => {
  await page.route('**/camera.html', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'Permissions-Policy': 'camera=()' } });
  });
  await page.goto(`${sites.examples}examples/camera.html`);
  await expectMessage(page, 'camera-switched-off', 'Permissions-Policy');
});

test('a program on another site than the page is named', async ({ page, sites }) => {
  await page.goto(`${sites.around}?${new URLSearchParams({ script: `${sites.examples}dist-lib/mien.js` }).toString()}`);
  await expectMessage(page, 'program-elsewhere', 'another site');
});

test('<mien-camera> starts, changes, stops, and leaves nothing behind', async ({ page, sites }) => {
  await page.goto(`${sites.examples}examples/camera.html`);
  const camera = page.locator('mien-camera');
  await expect(camera.getByTestId('face-box')).toHaveCount(CAMERA.faces.length);
  const [reading, track] = await camera.evaluate(async (element: MienCameraElement) => {
    element.prior = 'acting';
    const read = await new Promise<CameraReading>((resolve) =>
      element.addEventListener('reading', ({ detail }) => resolve(detail), { once: true }),
    );
    const stream = element.shadowRoot?.querySelector('video')?.srcObject as MediaStream;
    return [read, (window.track = stream.getVideoTracks()[0] as MediaStreamTrack).readyState];
  });
  expect(reading).toMatchObject({ width: CAMERA.width, height: CAMERA.height });
  expect(reading.time).toBeGreaterThan(0);
  for (const { expression, probabilities } of reading.faces) {
    const shares = Object.entries(probabilities.acting).sort(([, a], [, b]) => b - a);
    expect(shares).toHaveLength(7);
    expect(shares[0]?.[0]).toBe(expression);
  }
  expect(track).toBe('live');
  expect(page.workers()).toHaveLength(1);

  const states = await camera.evaluate((element: MienCameraElement) => {
    const seen: unknown[] = [];
    element.addEventListener('state', ({ detail: { state, code } }) => seen.push([state, code]));
    element.lang = 'zh-CN';
    element.setAttribute('model', 'accurat');
    element.stop();
    element.start();
    return seen;
  });
  expect(states).toEqual([
    ['failed', 'unknown-choice'],
    ['off', null],
    ['failed', 'unknown-choice'],
  ]);
  expect(await page.evaluate(() => window.track.readyState)).toBe('ended');
  await expectMessage(camera.page(), 'unknown-choice', '不存在');

  await camera.evaluate((element: MienCameraElement) => {
    element.model = 'fast';
    element.start();
  });
  await expect(camera.getByTestId('face-box')).toHaveCount(CAMERA.faces.length);
  await camera.evaluate((element) => element.remove());
  await expect.poll(() => page.workers().length).toBe(0);
});

test('<mien-camera> stops the camera where its networks are missing, and tries again', async ({ page, sites }) => {
  const manifest = '**/models/expression/fast/manifest.json';
  await page.route(manifest, (route) => route.fulfill({ status: 404 }));
  await page.goto(`${sites.examples}examples/camera.html`);
  await expectMessage(page, 'model-missing', 'models/expression');
  await expect(page.locator('video')).toHaveCount(0);
  await page.unroute(manifest);
  await page.getByRole('button').click();
  await expect(page.getByTestId('face-box')).toHaveCount(CAMERA.faces.length);
});

test('what a page puts into its slots is shown in its time', async ({ page, sites }) => {
  await page.goto(`${sites.examples}examples/camera.html`);
  await page.evaluate(() => {
    document.body.innerHTML =
      '<mien-camera><button slot="start">Begin</button><p slot="failed">Sorry</p><b>Over the picture</b></mien-camera>';
  });
  const camera = page.locator('mien-camera');
  const [start, failed, over] = [camera.getByText('Begin'), camera.getByText('Sorry'), camera.getByText('Over')];
  await expect(start).toBeVisible();
  await expect(over).toBeHidden();
  await camera.evaluate((element: MienCameraElement) => element.start());
  await expect(over).toBeVisible();
  await expect(start).toBeHidden();
  await camera.evaluate((element: MienCameraElement) => {
    const stream = element.shadowRoot?.querySelector('video')?.srcObject as MediaStream;
    stream.getVideoTracks()[0]?.dispatchEvent(new Event('ended'));
  });
  await expect(failed).toBeVisible();
  await expect(over).toBeHidden();
});

test('the API reads a photo in the pixels of its file, and says in words what does not exist', async ({
  page,
  sites,
}) => {
  await page.goto(`${sites.examples}examples/camera.html`);
  await page.locator('mien-camera').evaluate((element) => element.remove());
  const { reading, errors, aborted } = await page.evaluate(
    async ({ library, bytes }) => {
      const { openMien } = (await import(library)) as typeof Library;
      const mien = await openMien({ model: 'fast', backend: 'wasm' });
      const photo = new Blob([Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0))]);
      const read = await mien.readPhoto(photo);
      mien.dispose();
      const describe = (reason: unknown) => {
        const { name, code, message } = reason as Library.MienError;
        return { name, code, message };
      };
      const unknown = await openMien({ model: 'accurat' as never }).then(String, describe);
      const disposed = await mien.beginVideo().then(String, describe);
      const end = new AbortController();
      const opening = openMien({ signal: end.signal }).then(String, describe);
      end.abort();
      return { reading: read, errors: [unknown, disposed], aborted: (await opening) as { readonly name: string } };
    },
    { library: `${sites.examples}dist-lib/mien.js`, bytes: (await readGroupPhoto()).buffer.toString('base64') },
  );
  expect(reading).toMatchObject({ width: GROUP.width, height: GROUP.height, model: 'fast' });
  const boxes = reading.faces.map(({ box }) => box).sort((a, b) => a.x - b.x);
  expect(boxes).toHaveLength(GROUP.faces.length);
  GROUP.faces.forEach(({ box }, face) => expect(computeIoU(box, boxes[face] as Box)).toBeGreaterThan(0.4));
  expect(errors).toEqual([
    {
      name: 'MienError',
      code: 'unknown-choice',
      message: 'There is no model="accurat". There are auto, fast and accurate.',
    },
    { name: 'MienError', code: 'closed', message: 'This Mien has been closed. Open another one with openMien().' },
  ]);
  expect(aborted.name).toBe('AbortError');
  await expect.poll(() => page.workers().length).toBe(0);
});

test('TypeScript compiles what uses the library, and sees nothing of the engine', ({ sites: _ }) => {
  const file = path.join(LIBRARY, '../test-lib-user.ts');
  writeFileSync(file, USER);
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    types: [],
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  const mistakes = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  expect(mistakes).toEqual(["Property 'mistake' does not exist on type 'CameraState'."]);
  const sources = program.getSourceFiles().map(({ fileName }) => /test-lib\/types\/src\/(\w+)/.exec(fileName)?.[1]);
  expect(new Set(sources.filter(Boolean))).toEqual(new Set(['core', 'embed']));
});
