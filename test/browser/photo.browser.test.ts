import { writeFile } from 'node:fs/promises';
import {
  CAMERA,
  GROUP,
  makeEmptyFile,
  makeHugePhoto,
  makeLandscape,
  makeSvgFile,
  makeTextFile,
  makeTightCrop,
  makeTooLargePhoto,
  makeTruncatedPhoto,
  makeTurnedPhoto,
  readGroupPhoto,
  TIGHT_CROP,
} from './face-pictures.ts';
import { expect, expectFaces, expectHappySmiles, openApp, openPhotos, readFaces, test } from './mien-test.ts';
import { recordMessages } from './record-messages.ts';
import { watchMemory } from './watch-memory.ts';

const FACES = GROUP.faces.length;

test('every face of a photo gets a box and seven probabilities', async ({ page }) => {
  await openPhotos(page, await readGroupPhoto());
  await expect(page.locator('main')).toHaveAttribute('data-view', 'photos');
  expectFaces(await readFaces(page, FACES), GROUP);
});

test('a smiling face in a photo is read as happy', async ({ page }) => {
  await openPhotos(page, await readGroupPhoto());
  expectHappySmiles(await readFaces(page, FACES), GROUP);
});

test('a photo without a face says so', async ({ page }) => {
  await openPhotos(page, await makeLandscape());
  await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'no-face');
  await expect(page.getByTestId('face-box')).toHaveCount(0);
});

for (const [what, code, makeFile] of [
  ['a file cut off in the middle', 'unreadable-file', makeTruncatedPhoto],
  ['a text that calls itself a photo', 'unreadable-file', makeTextFile],
  ['a drawing in SVG', 'unreadable-file', makeSvgFile],
  ['an empty file', 'unreadable-file', makeEmptyFile],
  ['a picture of 121 megapixels', 'too-large', makeTooLargePhoto],
] as const) {
  test(`${what} says which file and what to do, and the next photo is read`, async ({ page }) => {
    const file = await makeFile();
    await openPhotos(page, file);
    const message = page.getByTestId('message');
    await expect(message).toHaveAttribute('data-code', code);
    await expect(message).toContainText(file.name);
    await page.getByTestId('photo-input').setInputFiles(await readGroupPhoto());
    expectFaces(await readFaces(page, FACES), GROUP);
  });
}

test('a photo is read upright, however its file lies', async ({ page }) => {
  await openPhotos(page, await readGroupPhoto());
  const upright = await readFaces(page, FACES);
  for (const orientation of [3, 6, 8] as const) {
    await openPhotos(page, await makeTurnedPhoto(orientation));
    const faces = await readFaces(page, FACES);
    expectFaces(faces, GROUP);
    faces.forEach((face, index) => {
      expect(face.expression).toBe(upright[index]?.expression);
      // The turned file was compressed once more.
      face.probabilities.forEach((value, k) =>
        expect(Math.abs(value - (upright[index]?.probabilities[k] ?? NaN))).toBeLessThan(0.1),
      );
    });
  }
});

test('a photo of 40 megapixels is read in bounded memory', async ({ page, browser }) => {
  await openApp(page);
  const huge = await makeHugePhoto();
  const readGrowth = await watchMemory(browser);
  await page.getByTestId('photo-input').setInputFiles(huge);
  expectFaces(await readFaces(page, FACES), GROUP);
  // One decoded copy takes 160 MB.
  expect(await readGrowth()).toBeLessThan(600e6);
});

test('a tight face crop of 48x48 pixels is read', async ({ page }) => {
  await openPhotos(page, await makeTightCrop());
  const faces = await readFaces(page, 1);
  expectFaces(faces, TIGHT_CROP);
  expectHappySmiles(faces, TIGHT_CROP);
});

test('a pasted photo is read', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openApp(page);
  const { buffer } = await makeTightCrop();
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
  }, buffer.toString('base64'));
  await page.keyboard.press('ControlOrMeta+V');
  await readFaces(page, 1);
});

test('a dropped photo is read', async ({ page }, testInfo) => {
  await openApp(page);
  const file = testInfo.outputPath('group.jpg');
  await writeFile(file, (await readGroupPhoto()).buffer);
  // A real drag from outside of the browser, as far as the page can tell.
  const devtools = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    if (type === 'drop') await expect(page.getByTestId('drop-target')).toBeVisible();
    await devtools.send('Input.dispatchDragEvent', {
      type,
      x: 300,
      y: 300,
      data: { items: [], files: [file], dragOperationsMask: 1 },
    });
  }
  await expect(page.getByTestId('drop-target')).toBeHidden();
  expectFaces(await readFaces(page, FACES), GROUP);
});

test('of several files each has its own result, a broken one costs nothing', async ({ page }) => {
  await openPhotos(page, await readGroupPhoto(), makeTextFile(), await makeLandscape());
  const thumbnails = page.getByTestId('thumbnail');
  const message = page.getByTestId('message');
  await expect(thumbnails).toHaveCount(3);
  expectFaces(await readFaces(page, FACES), GROUP);
  await thumbnails.nth(1).click();
  await expect(message).toHaveAttribute('data-code', 'unreadable-file');
  await thumbnails.nth(2).click();
  await expect(message).toHaveAttribute('data-code', 'no-face');
  await thumbnails.nth(0).click();
  expectFaces(await readFaces(page, FACES), GROUP);
});

test('a face that is highlighted in one photo is not so in the next', async ({ page }) => {
  await openPhotos(page, await readGroupPhoto(), await makeTightCrop());
  const first = page.getByTestId('face-card').first();
  await expect(page.getByTestId('thumbnail').nth(1)).toHaveAttribute('data-status', 'read');
  // Without a pointer that would rest on the faces of the next photo.
  await first.dispatchEvent('pointerenter');
  await expect(first).toHaveClass(/highlighted/);
  for (const [thumbnail, faceCount] of [
    [1, 1],
    [0, FACES],
  ] as const) {
    await page.getByTestId('thumbnail').nth(thumbnail).press('Enter');
    await readFaces(page, faceCount);
    await expect(page.locator('.highlighted')).toHaveCount(0);
  }
});

test('a photo chosen while the engine loads is read when it is ready', async ({ page }) => {
  await page.route('**/models/expression/fast/model.json', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await route.continue();
  });
  await page.goto('./');
  await page.getByTestId('photo-input').setInputFiles(await readGroupPhoto());
  await expect(page.locator('main')).toHaveAttribute('data-view', 'photos');
  await expect(page.getByTestId('engine-status')).toHaveAttribute('data-state', 'loading');
  expectFaces(await readFaces(page, FACES), GROUP);
});

test('a photo that the visitor leaves holds up neither the camera nor the next reading of it', async ({ page }) => {
  await page.addInitScript(recordMessages);
  await openApp(page);
  // Leaves as soon as the engine has the photo: by a click of Playwright's it might be read.
  const left = page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        new MutationObserver((_, observer) => {
          if (!document.querySelector('[data-status=reading]')) return;
          observer.disconnect();
          document.querySelector<HTMLElement>('[data-testid=go-start]')?.click();
          resolve();
        }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-status'] });
      }),
  );
  const photo = await readGroupPhoto();
  await page.getByTestId('photo-input').setInputFiles(photo);
  await left;
  await page.getByTestId('use-webcam').click();
  expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);

  const messages = await page.evaluate(() => window.engineMessages);
  const asked = messages.find(({ type }) => type === 'analyse-photo');
  const answers = messages.filter(({ from, id }) => from === 'engine' && id === asked?.id);
  expect(answers.map(({ type }) => type)).toEqual(['cancelled']);
  await expect(page.getByTestId('message')).toHaveCount(0);

  await page.getByTestId('photo-input').setInputFiles(photo);
  expectFaces(await readFaces(page, FACES), GROUP);
});
