import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { drawFace } from '../../src/core/draw-face.ts';
import { EXPRESSIONS } from '../../src/core/expressions.ts';
import { INPUT_PIXELS } from '../../src/core/preprocess.ts';
import {
  GROUP,
  makeLandscape,
  makeTextFile,
  makeTightCrop,
  readGroupPhoto,
  type PictureFile,
} from './face-pictures.ts';
import { expect, openApp, test } from './mien-test.ts';

/** The gray bytes of the face that is looked at, as they are on show. */
function readCrop(page: Page): Promise<number[]> {
  return page
    .getByTestId('face-crop')
    .locator('canvas')
    .evaluate((canvas) => {
      const context = (canvas as HTMLCanvasElement).getContext('2d');
      const { data } = context?.getImageData(0, 0, 48, 48) ?? { data: [] };
      return [...data].filter((_, index) => index % 4 === 0);
    });
}

/** Opens a chapter that looks at a face, with a source chosen. */
async function openInside(page: Page, source: 'drawn' | 'camera' | 'photo' = 'drawn'): Promise<void> {
  await openApp(page, '?model=fast#inside/edges');
  await page.locator(`input[value="${source}"]`).check({ force: true });
  await expect(page.getByTestId('face-source')).toHaveAttribute('data-source', source);
}

async function runCamera(page: Page): Promise<void> {
  await openInside(page, 'camera');
  await page.getByTestId('face-camera').click();
  await expect(page.getByTestId('face-source')).toHaveAttribute('data-crop-source', 'camera');
}

async function choosePhoto(page: Page, file: PictureFile): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByTestId('face-photo').click();
  await (await chooser).setFiles(file);
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('[data-testid=face-source]').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
}

test('a drawn face is there without a camera, and shows each expression by the same bytes as anywhere', async ({
  page,
}) => {
  await openInside(page);
  expect(await readCrop(page)).toEqual([...drawFace('happy')]);
  for (const expression of EXPRESSIONS) {
    await page.locator(`input[value="${expression}"]`).check({ force: true });
    await expect.poll(() => readCrop(page)).toEqual([...drawFace(expression)]);
  }
  await expect(page.locator('video')).toHaveCount(0);
  await expectAccessible(page);
});

test('the face of the webcam arrives and moves, is held and goes on', async ({ page }) => {
  await runCamera(page);
  // The film shakes: no picture is like the one before.
  const first = await readCrop(page);
  expect(first).toHaveLength(INPUT_PIXELS);
  expect(first).not.toEqual([...drawFace('happy')]);
  await expect.poll(() => readCrop(page)).not.toEqual(first);
  await expectAccessible(page);

  await page.getByTestId('face-camera').click();
  await expect(page.getByTestId('face-source')).toHaveAttribute('data-frozen', 'true');
  const held = await readCrop(page);
  await page.waitForTimeout(1500);
  expect(await readCrop(page)).toEqual(held);
  await page.getByTestId('face-camera').click();
  await expect.poll(() => readCrop(page)).not.toEqual(held);
  await expect(page.getByTestId('face-camera'), 'the keyboard stays where it was').toBeFocused();
});

for (const [how, leave] of Object.entries({
  'another place': (page: Page) => page.getByTestId('go-photos').click(),
  'another source': (page: Page) => page.locator('input[value="drawn"]').check({ force: true }),
  'a chapter without a face': (page: Page) => page.goto('?model=fast#inside/perceptron').then(() => undefined),
})) {
  test(`the webcam stops where the visitor goes to ${how}`, async ({ page }) => {
    await runCamera(page);
    const track = await page.evaluateHandle(() => {
      const stream = document.querySelector('video')?.srcObject;
      return stream instanceof MediaStream ? stream.getVideoTracks()[0] : undefined;
    });
    expect(await track.evaluate((live) => live?.readyState)).toBe('live');
    await leave(page);
    await expect.poll(() => track.evaluate((stopped) => stopped?.readyState)).toBe('ended');
  });
}

test.describe('without permission', () => {
  test.use({ permissions: [] });

  test('it is said why there is no webcam, and the drawn face stays', async ({ page }) => {
    await openInside(page, 'camera');
    await expect(page.getByTestId('message')).toHaveCount(0);
    await page.getByTestId('face-camera').click();
    await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'camera-denied');
    expect(await readCrop(page)).toEqual([...drawFace('happy')]);
    await expectAccessible(page);
  });
});

test('a photo becomes the face, and of several the one that is chosen', async ({ page }) => {
  await openInside(page, 'photo');
  await choosePhoto(page, await readGroupPhoto());
  const faces = page
    .getByTestId('face-source')
    .getByRole('group')
    .getByRole('radio', { name: /Face \d/ });
  await expect(faces).toHaveCount(GROUP.faces.length);
  const first = await readCrop(page);
  expect(first).not.toEqual([...drawFace('happy')]);
  await faces.nth(2).check({ force: true });
  await expect.poll(() => readCrop(page)).not.toEqual(first);
  await expectAccessible(page);
});

test('a photo without a face, or no photo at all, says so and leaves the face that was there', async ({ page }) => {
  await openInside(page, 'photo');
  const message = page.getByTestId('message');
  for (const [file, code] of [
    [await makeLandscape(), 'no-face'],
    [makeTextFile(), 'unreadable-file'],
  ] as const) {
    await choosePhoto(page, file);
    await expect(message).toHaveAttribute('data-code', code);
    expect(await readCrop(page)).toEqual([...drawFace('happy')]);
    await expectAccessible(page);
  }
});

test('a photo that is pasted becomes the face in this place, on its contents too', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openApp(page, '?model=fast#inside');
  await expect(page.getByTestId('face-source')).toHaveCount(0);
  const { buffer } = await makeTightCrop();
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
  }, buffer.toString('base64'));
  await page.keyboard.press('ControlOrMeta+V');
  await expect(page.getByTestId('face-source')).toHaveAttribute('data-crop-source', 'photo');
  await expect(page.locator('main')).toHaveAttribute('data-view', 'inside');
});
