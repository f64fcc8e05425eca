import { CAMERA } from './face-pictures.ts';
import { expect, expectFaces, expectHappySmiles, openApp, readFaces, test } from './mien-test.ts';

test('every face of the webcam gets a box and seven probabilities, frame after frame', async ({ page }) => {
  await openApp(page);
  await page.getByTestId('use-webcam').click();
  await expect(page.locator('main')).toHaveAttribute('data-view', 'live');
  await expect(page.getByTestId('face-card')).toHaveCount(CAMERA.faces.length);

  const frames = await page.evaluate(() => window.mienProbe.watchFrames(25));
  frames.forEach(({ frames: number, faces }, index) => {
    expect(number, 'frames follow each other').toBe((frames[0]?.frames ?? NaN) + index);
    expectFaces(faces, CAMERA);
  });
  // The film shakes by a pixel or two: everybody keeps her number.
  const ids = frames.map(({ faces }) => faces.map((face) => face.id).join());
  expect(new Set(ids).size, ids.join(' | ')).toBe(1);
  expect(new Set(frames.map((frame) => frame.numTensors)).size, 'tensors neither leak nor vanish').toBe(1);

  const stats = page.getByTestId('stats');
  await expect(stats).toHaveAttribute('data-backend', 'wasm');
  expect(Number(await stats.getAttribute('data-fps'))).toBeGreaterThan(1);
  expect(Number(await stats.getAttribute('data-latency-ms'))).toBeGreaterThan(0);
});

test('smiling faces in front of the webcam are read as happy', async ({ page }) => {
  await openApp(page);
  await page.getByTestId('use-webcam').click();
  await readFaces(page, CAMERA.faces.length);
  for (const { faces } of await page.evaluate(() => window.mienProbe.watchFrames(5))) expectHappySmiles(faces, CAMERA);
});

test('pausing stops the readings, resuming goes on', async ({ page }) => {
  await openApp(page);
  await page.getByTestId('use-webcam').click();
  await readFaces(page, CAMERA.faces.length);
  const stats = page.getByTestId('stats');

  await page.getByTestId('pause').click();
  await expect(page.getByTestId('pause')).toHaveText('Resume');
  // The frame that was under way when the button was pressed may still come.
  await page.waitForTimeout(500);
  const countFrames = async () => Number(await stats.getAttribute('data-frames'));
  const framesAtPause = await countFrames();
  await page.waitForTimeout(2000);
  // One frame may have been on its way; on a slow machine its reading comes late.
  expect(await countFrames()).toBeLessThanOrEqual(framesAtPause + 1);
  expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);

  await page.getByTestId('pause').click();
  await page.evaluate(() => window.mienProbe.watchFrames(3));
});

test('the mirror turns the picture and its boxes, not the readings', async ({ page }) => {
  await openApp(page);
  await page.getByTestId('use-webcam').click();
  const mirror = page.getByTestId('mirror');
  await expect(mirror).toHaveAttribute('aria-pressed', 'true');
  // `readFaces` undoes the mirror that the picture is shown in: both times the boxes are where the faces are.
  expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);
  await mirror.click();
  await expect(mirror).toHaveAttribute('aria-pressed', 'false');
  expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);
});

test('stopping releases the camera', async ({ page }) => {
  await openApp(page);
  await page.getByTestId('use-webcam').click();
  await readFaces(page, CAMERA.faces.length);
  const track = await page.evaluateHandle(() => {
    const stream = document.querySelector('video')?.srcObject;
    return stream instanceof MediaStream ? stream.getVideoTracks()[0] : undefined;
  });
  expect(await track.evaluate((live) => live?.readyState)).toBe('live');
  await page.getByTestId('stop').click();
  await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'camera-off');
  expect(await track.evaluate((stopped) => stopped?.readyState)).toBe('ended');
});

test('a hidden page sends its worker nothing, and reads on when it is shown again', async ({ page }) => {
  await page.addInitScript(() => {
    const post = Object.getOwnPropertyDescriptor(Worker.prototype, 'postMessage')?.value as (
      ...args: unknown[]
    ) => void;
    let sent = 0;
    Worker.prototype.postMessage = function (this: Worker, ...args: unknown[]) {
      sent += 1;
      document.documentElement.dataset.sent = String(sent);
      Reflect.apply(post, this, args);
    };
  });
  const countSent = async () => Number(await page.locator('html').getAttribute('data-sent'));
  /** Playwright keeps each page visible, tabs in the back too: so the page is told what the browser would tell it. */
  const setHidden = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);

  await openApp(page);
  await page.getByTestId('use-webcam').click();
  await readFaces(page, CAMERA.faces.length);
  await setHidden(true);
  const sentBefore = await countSent();
  expect(sentBefore).toBeGreaterThan(0);
  await page.waitForTimeout(2000);
  // One picture may have been on its way from the camera.
  expect(await countSent()).toBeLessThanOrEqual(sentBefore + 1);
  await setHidden(false);
  await page.evaluate(() => window.mienProbe.watchFrames(3));
  expect(await countSent()).toBeGreaterThan(sentBefore + 1);
});
