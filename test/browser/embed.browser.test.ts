import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Page } from '@playwright/test';
import ts from 'typescript';
import { computeIoU, type Box } from '../../src/core/box.ts';
import type * as Library from '../../src/embed/mien.ts';
import { LIBRARY, test } from './embedding-sites.ts';
import { CAMERA, GROUP, readGroupPhoto } from './face-pictures.ts';
import { expect } from './mien-test.ts';

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

test('<mien-camera> takes on what was set before it was defined, and follows what is set later', async ({
  page,
  sites,
}) => {
  await page.goto(`${sites.around}?page=about:blank`);
  const { own, attributes, readings, states } = await page.evaluate(async (library) => {
    const element = document.createElement('mien-camera');
    document.body.append(element);
    Object.assign(element, { prior: 'acting', base: 'elsewhere/', autostart: true });
    const seen: string[] = [];
    let tell: () => void = () => undefined;
    const next = () => new Promise<void>((resolve) => (tell = resolve));
    element.addEventListener('state', ({ detail: { code, title } }) => {
      if (code === null) return;
      seen.push(`${code}: ${title}`);
      tell();
    });
    const defined = next();
    await import(library);
    await defined;
    for (const change of [
      () => (element.lang = 'zh'),
      () => (element.prior = 'nonsense' as never),
      () => (element.lang = 'en'),
      () => (element.prior = 'everyday'),
    ]) {
      const told = next();
      change();
      await told;
    }
    element.stop();
    element.prior = 'nonsense' as never;
    element.prior = 'acting';
    return {
      own: Object.keys(element),
      attributes: element.getAttributeNames().sort(),
      readings: [element.prior, element.base, element.state.state],
      states: seen,
    };
  }, `${sites.examples}dist-lib/mien.js`);
  expect(own).toEqual([]);
  expect(attributes).toEqual(['autostart', 'base', 'lang', 'prior']);
  expect(readings).toEqual(['acting', 'elsewhere/', 'off']);
  expect(states).toEqual([
    'program-elsewhere: Mien lies on another site than this page',
    expect.stringMatching(/^program-elsewhere: [^a-z]/),
    'unknown-choice: prior="nonsense" 不存在',
    'unknown-choice: There is no prior="nonsense"',
    'program-elsewhere: Mien lies on another site than this page',
  ]);
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

  // Put right, it goes on with what it was asked for.
  await camera.evaluate((element: MienCameraElement) => (element.model = 'fast'));
  await expect(camera.getByTestId('face-box')).toHaveCount(CAMERA.faces.length);

  // An engine that is given up while it starts says so late.
  const moved = await camera.evaluateHandle((element: MienCameraElement) => {
    const seen: string[] = [];
    element.backend = 'wasm';
    element.addEventListener('state', ({ detail: { state } }) => seen.push(state));
    document.body.append(element);
    element.start();
    return seen;
  });
  await expect(camera.getByTestId('face-box')).toHaveCount(CAMERA.faces.length);
  expect((await moved.jsonValue()).filter((state) => state !== 'loading')).toEqual(['off', 'opening', 'running']);
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
