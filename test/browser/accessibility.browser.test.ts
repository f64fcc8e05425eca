import type { Locator, Page } from '@playwright/test';
import { CAMERA, GROUP, makeTightCrop, readGroupPhoto } from './face-pictures.ts';
import { findCutWords } from './find-cut-words.ts';
import { expect, openApp, openPhotos, readFaces, test } from './mien-test.ts';

/** Colour of the background, as the browser computes it. */
const readBackground = (locator: Locator) => locator.evaluate((element) => getComputedStyle(element).backgroundColor);

test.describe('where the system forces its colours', () => {
  test.use({ contextOptions: { forcedColors: 'active', reducedMotion: 'reduce' } });

  test('bars, boxes, choices and the engine can be seen', async ({ page }) => {
    await openPhotos(page, await readGroupPhoto());
    await readFaces(page, GROUP.faces.length);

    const track = page.getByRole('meter').first();
    const surface = await readBackground(page.locator('body'));
    expect(await readBackground(track.locator('div'))).not.toBe(await readBackground(track));
    expect(await readBackground(track.locator('div'))).not.toBe(surface);

    const choices = page.getByTestId('prior').locator('label');
    expect(await readBackground(choices.nth(0))).not.toBe(await readBackground(choices.nth(1)));
    const mark = page.getByTestId('mark-face');
    await mark.nth(1).click();
    expect(await readBackground(mark.nth(1))).not.toBe(await readBackground(mark.nth(0)));

    const widthOf = (locator: Locator) => locator.evaluate((box) => parseFloat(getComputedStyle(box).borderTopWidth));
    const boxes = page.getByTestId('face-box');
    expect(await widthOf(boxes.nth(0))).toBeGreaterThanOrEqual(2);
    expect(await widthOf(page.locator('.highlighted[data-testid=face-box]'))).toBeGreaterThan(
      await widthOf(boxes.nth(0)),
    );

    const readLine = (testId: string) =>
      page.getByTestId(testId).evaluate((link) => getComputedStyle(link).borderBottomColor);
    expect(await readLine('go-photos')).not.toBe(await readLine('go-live'));
    expect(await readBackground(page.getByTestId('engine-status').locator('.dot'))).not.toBe(surface);
  });
});

test('at 200 and 400 % zoom nothing is lost', async ({ page }) => {
  // A window of 1280 x 720 and of 1280 x 1024, by WCAG 1.4.4 and 1.4.10.
  const sizes = [
    { width: 640, height: 360 },
    { width: 320, height: 256 },
  ];
  const checkSizes = async (view: string) => {
    for (const size of sizes) {
      await page.setViewportSize(size);
      expect(await page.evaluate(findCutWords), `${view}, ${size.width} px`).toEqual([]);
    }
  };
  await openApp(page);
  await checkSizes('start');
  await page.getByTestId('engine-status').click();
  await expect(page.getByTestId('classifier-kernels')).toBeVisible();
  await checkSizes('engine');
  await page.keyboard.press('Escape');
  await page.getByTestId('photo-input').setInputFiles(await readGroupPhoto());
  await readFaces(page, GROUP.faces.length);
  await checkSizes('photo');
  await page.getByTestId('go-live').click();
  await readFaces(page, CAMERA.faces.length);
  await checkSizes('live');
});

/** Goes on from where the focus is, by Tab, to the end of the page, and returns what took the focus: how, and whether it shows. */
async function walkByKeyboard(page: Page): Promise<{ what: string; shows: boolean }[]> {
  const stops: { what: string; shows: boolean }[] = [];
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return null;
      const visible = focused.closest('label') ?? focused;
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(visible);
      return {
        what: (focused as HTMLElement).dataset.testid ?? visible.outerHTML.slice(0, 80),
        shows: outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2 && !outlineColor.includes('/ 0'),
      };
    });
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
}

test('every stop of the keyboard shows where it is, and a face can be marked from there', async ({ page }) => {
  await openApp(page);
  const start = await walkByKeyboard(page);
  expect(start.map(({ what }) => what)).toEqual(expect.arrayContaining(['go-live', 'engine-status', 'choose-photo']));
  expect(start.filter(({ shows }) => !shows)).toEqual([]);

  await page.getByTestId('photo-input').setInputFiles([await readGroupPhoto(), await makeTightCrop()]);
  await readFaces(page, GROUP.faces.length);
  await expect(page.locator('[data-testid=thumbnail][data-status=read]')).toHaveCount(2);
  const photo = await walkByKeyboard(page);
  expect(photo.map(({ what }) => what)).toEqual(expect.arrayContaining(['choose-photo', 'thumbnail', 'mark-face']));
  expect(photo.filter(({ shows }) => !shows)).toEqual([]);

  const second = page.getByTestId('mark-face').nth(1);
  await second.press('Enter');
  await expect(second).toHaveAttribute('aria-pressed', 'true');
  const id = await page.getByTestId('face-card').nth(1).getAttribute('data-face-id');
  await expect(page.locator('.highlighted[data-testid=face-box]')).toHaveAttribute('data-face-id', id ?? '');
  await second.press('Enter');
  await expect(page.locator('.highlighted')).toHaveCount(0);
});

interface Said {
  readonly text: string;
  readonly atMs: number;
}

/** Keeps in the page what a screen reader would have said, and shows the camera's first picture until it goes dark. */
function holdCameraStill(): void {
  const said: Said[] = [];
  document.addEventListener('DOMContentLoaded', () =>
    new MutationObserver(() => {
      const text = document.querySelector('[data-testid=announcement]')?.textContent ?? '';
      if (text === '' || text === said.at(-1)?.text) return;
      said.push({ text, atMs: performance.now() });
      document.documentElement.dataset.said = JSON.stringify(said);
    }).observe(document.body, { subtree: true, childList: true, characterData: true }),
  );
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const video = Object.assign(document.createElement('video'), { muted: true, srcObject: await open(constraints) });
    const isShown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    await video.play();
    await isShown;
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
    const context = canvas.getContext('2d');
    context?.drawImage(video, 0, 0);
    setInterval(() => {
      if (document.documentElement.dataset.dark) context?.fillRect(0, 0, 640, 480);
      else context?.drawImage(canvas, 0, 0);
    }, 50);
    return canvas.captureStream();
  };
}

test('the live view says in words what it goes on reading, and that nobody is left', async ({ page }) => {
  await page.addInitScript(holdCameraStill);
  await openApp(page);
  await page.getByTestId('use-webcam').click();
  const announcement = page.getByTestId('announcement');
  await expect(announcement).toHaveAttribute('role', 'status');
  await expect(announcement).toHaveText(/^3 faces: .*happy/);
  await expect(page.getByRole('status').filter({ has: page.getByRole('meter') })).toHaveCount(0);
  await page.locator('html').evaluate((html) => (html.dataset.dark = 'true'));
  await expect(announcement).toHaveText('No face in view');
  // Its advice stands in the page; only one region speaks.
  await expect(page.getByTestId('message')).not.toHaveAttribute('role');
  const said = JSON.parse((await page.locator('html').getAttribute('data-said')) ?? '[]') as Said[];
  expect(said).toHaveLength(2);
  expect((said[1]?.atMs ?? 0) - (said[0]?.atMs ?? 0)).toBeGreaterThan(2900);
});

test.describe('on a phone with two cameras', () => {
  test.use({
    userAgent:
      'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  });

  test('a button turns to the other camera, and the photo picker keeps its camera', async ({ page }) => {
    await page.addInitScript(() => {
      const { mediaDevices } = navigator;
      const [open, list] = [
        mediaDevices.getUserMedia.bind(mediaDevices),
        mediaDevices.enumerateDevices.bind(mediaDevices),
      ];
      mediaDevices.getUserMedia = async (constraints) => {
        const { facingMode } = constraints?.video as { facingMode: string };
        const stream = await open({ video: true });
        for (const track of stream.getVideoTracks()) {
          const settings = track.getSettings();
          track.getSettings = () => ({ ...settings, facingMode });
        }
        return stream;
      };
      mediaDevices.enumerateDevices = async () => {
        const [camera] = (await list()).filter(({ kind }) => kind === 'videoinput');
        return camera ? [camera, { ...camera.toJSON(), deviceId: 'back', kind: 'videoinput' } as MediaDeviceInfo] : [];
      };
    });
    await openApp(page);
    await expect(page.getByTestId('photo-input')).toHaveAttribute('accept', 'image/*,android/allowCamera');
    await page.getByTestId('use-webcam').click();
    const mirror = page.getByTestId('mirror');
    await expect(mirror).toHaveAttribute('aria-pressed', 'true');
    // Whoever looks at others wants left on the left.
    const turn = page.getByTestId('turn-camera');
    await turn.press('Enter');
    await expect(mirror).toHaveAttribute('aria-pressed', 'false');
    // The keyboard is still where it was.
    await expect(turn).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(mirror).toHaveAttribute('aria-pressed', 'true');
    await expect(turn).toBeFocused();
  });
});

test('without a phone there is nothing to turn, and pictures are all that is offered', async ({ page }) => {
  await openApp(page);
  await expect(page.getByTestId('photo-input')).toHaveAttribute('accept', 'image/*');
  await page.getByTestId('use-webcam').click();
  await readFaces(page, CAMERA.faces.length);
  await expect(page.getByTestId('turn-camera')).toHaveCount(0);
});
