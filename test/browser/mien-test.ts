import { expect, test as base, type Page } from '@playwright/test';
import { computeIoU } from '../../src/core/box.ts';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import { pathOfModel, type ModelName } from '../../src/core/model-names.ts';
import type { MarkedPicture, PictureFile } from './face-pictures.ts';
import { installPageProbe, type ShownFace } from './page-probe.ts';
import { watchPolicy } from './watch-policy.ts';

export { expect } from '@playwright/test';

/** What is set for a file or a test. */
export interface Options {
  /** Addresses of servers that stand for the site beside `baseURL`, or for one that it is embedded in. */
  readonly furtherSites: readonly string[];
}

/** What is seen of it meanwhile. */
export interface WatchedSession {
  /** Every request of the session so far. */
  readonly requests: readonly { readonly method: string; readonly url: string; readonly body: string | null }[];
}

/**
 * Playwright's test with a watch on the whole session: whatever a test is about, it fails if anything is sent
 * anywhere but where the page came from, if anything is uploaded, if the security headers had to stop anything, or if an
 * exception reaches nobody.
 */
export const test = base.extend<Options & { session: WatchedSession }>({
  furtherSites: [[], { option: true }],
  session: [
    async ({ context, baseURL, furtherSites }, use) => {
      const requests: { method: string; url: string; body: string | null }[] = [];
      const exceptions: string[] = [];
      const reports = watchPolicy(context);
      context.on('request', (request) => {
        requests.push({ method: request.method(), url: request.url(), body: request.postData() });
      });
      context.on('page', (page) =>
        page.on('websocket', (socket) => requests.push({ method: 'WebSocket', url: socket.url(), body: null })),
      );
      context.on('weberror', (webError) => exceptions.push(String(webError.error())));
      await context.addInitScript(installPageProbe);
      await use({ requests });
      const sites = [baseURL as string, ...furtherSites].map((url) => new URL(url).origin);
      const leaving = requests.filter(
        ({ method, url, body }) =>
          !url.startsWith('data:') && (!sites.includes(new URL(url).origin) || method !== 'GET' || body),
      );
      expect(leaving, 'requests that leave the device').toEqual([]);
      expect(reports, 'reports on the security headers').toEqual([]);
      expect(exceptions, 'exceptions that nobody caught').toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens the app and waits until its engine is ready. The network does not depend on how fast this machine is. */
export async function openApp(page: Page, query = '?model=fast'): Promise<void> {
  await page.goto(`./${query}`);
  await expect(page.getByTestId('engine-status')).toHaveAttribute('data-state', 'ready');
}

/** Serves a network with a manifest that expects other logits of it than it has: as if this device computed it wrongly. */
export async function alterGoldenFaces(page: Page, name: ModelName): Promise<void> {
  await page.route(`**/${pathOfModel(name)}manifest.json`, async (route) => {
    const manifest = (await (await route.fetch()).json()) as ModelManifest;
    const logits = manifest.golden.logits.map((row) => row.map((logit) => logit + 0.2));
    await route.fulfill({ json: { ...manifest, golden: { ...manifest.golden, logits } } });
  });
}

/** Opens the app and chooses photos. */
export async function openPhotos(page: Page, ...files: PictureFile[]): Promise<void> {
  await openApp(page);
  await page.getByTestId('photo-input').setInputFiles(files);
}

/** Waits until `count` faces are shown and returns them, from left to right. */
export async function readFaces(page: Page, count: number): Promise<ShownFace[]> {
  await expect(page.getByTestId('face-card')).toHaveCount(count);
  await expect(page.getByTestId('face-box')).toHaveCount(count);
  return page.evaluate(() => window.mienProbe.readFaces());
}

/** Hand-marked boxes go from hairline to chin, the detector's from brow to chin: half of the area is the same. */
const SAME_FACE_IOU = 0.4;

/** Expects one shown face on each marked one, with seven probabilities. */
export function expectFaces(shown: readonly ShownFace[], picture: MarkedPicture): void {
  expect(shown).toHaveLength(picture.faces.length);
  picture.faces.forEach((marked, index) => {
    const { box, probabilities } = shown[index] as ShownFace;
    const inPixels = {
      x: box.x * picture.width,
      y: box.y * picture.height,
      width: box.width * picture.width,
      height: box.height * picture.height,
    };
    expect(computeIoU(inPixels, marked.box), `box of face ${index}`).toBeGreaterThan(SAME_FACE_IOU);
    expect(probabilities).toHaveLength(7);
    expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0);
    expect(probabilities.reduce((sum, value) => sum + value)).toBeCloseTo(1, 6);
  });
}

/** Expects every broad smile to be read as happy. */
export function expectHappySmiles(shown: readonly ShownFace[], picture: MarkedPicture): void {
  picture.faces.forEach(({ smiles }, index) => {
    if (smiles) expect(shown[index]?.expression, `expression of face ${index}`).toBe('happy');
  });
}
