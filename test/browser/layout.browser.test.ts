import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { EXPRESSIONS } from '../../src/core/expressions.ts';
import { CAMERA, GROUP, makeLandscape, readGroupPhoto } from './face-pictures.ts';
import { findCutWords } from './find-cut-words.ts';
import { expect, openApp, openPhotos, readFaces, test } from './mien-test.ts';

const LANGUAGES = ['en', 'zh'] as const;
const THEMES = ['light', 'dark'] as const;

/** The narrowest page that must need no scrolling to the side (WCAG 1.4.10): a phone, or 1280 pixels at 400 %. */
const NARROW = { width: 320, height: 740 };

/** The places and states that visitors see, at rest. */
const VIEWS: Record<string, (page: Page) => Promise<unknown>> = {
  'the start': async (page) => {
    await openApp(page);
    await expect(page.getByTestId('first-right')).toBeVisible();
  },
  'the engine’s details': async (page) => {
    await openApp(page);
    await page.getByTestId('engine-status').click();
    await expect(page.getByTestId('scores')).toBeVisible();
  },
  'the live view': async (page) => {
    await openApp(page);
    await page.getByTestId('use-webcam').click();
    await readFaces(page, CAMERA.faces.length);
    await page.getByTestId('pause').click();
  },
  'the live view, its camera off': async (page) => {
    await openApp(page, '?model=fast#live');
    await page.getByTestId('stop').click();
  },
  'a photo with faces': async (page) => {
    await openPhotos(page, await readGroupPhoto());
    await readFaces(page, GROUP.faces.length);
  },
  'photos, one without a face': async (page) => {
    await openPhotos(page, await makeLandscape(), await readGroupPhoto());
    await expect(page.getByTestId('message')).toBeVisible();
  },
  'a file that is no photo': async (page) => {
    await openPhotos(page, { name: 'holiday.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
    await expect(page.getByTestId('message')).toBeVisible();
  },
  'no photo yet': (page) => openApp(page, '#photos'),
  'about the model': async (page) => {
    await openApp(page, '?model=fast#about');
    await expect(page.getByTestId('versions')).toBeVisible();
  },
  'look inside': async (page) => {
    await openApp(page, '?model=accurate#inside');
    await expect(page.getByTestId('macs')).toBeVisible();
  },
  'the device check': async (page) => {
    await page.goto('./check.html');
    await expect(page.locator('main')).toHaveAttribute('data-state', 'done');
  },
};

/** Lets the page speak a language, if it does not do so already. */
async function speak(page: Page, language: (typeof LANGUAGES)[number]): Promise<void> {
  const button = page.getByTestId(`speak-${language}`);
  if (await button.isVisible()) await button.click();
}

test.describe('at rest', () => {
  // In the middle of a fade no colour is one that was chosen.
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  for (const [name, open] of Object.entries(VIEWS)) {
    test(`${name}: open to everyone, in every language and theme, on the narrowest page`, async ({ page }) => {
      await open(page);
      for (const language of LANGUAGES) {
        await speak(page, language);
        for (const colorScheme of THEMES) {
          await page.emulateMedia({ colorScheme });
          const { violations } = await new AxeBuilder({ page }).analyze();
          const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
          expect(found, `${language}, ${colorScheme}: what axe calls inaccessible`).toEqual([]);
        }
        const { width, height } = page.viewportSize() ?? NARROW;
        await page.setViewportSize(NARROW);
        expect(await page.evaluate(findCutWords), `${language}: words that the page cuts off`).toEqual([]);
        await page.setViewportSize({ width, height });
      }
    });
  }

  for (const colorScheme of THEMES) {
    test(`the start, each expression chosen, ${colorScheme}: nothing that axe calls inaccessible`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await openApp(page);
      for (const expression of EXPRESSIONS) {
        await page.locator(`label[data-expression="${expression}"]`).click();
        const { violations } = await new AxeBuilder({ page }).include('fieldset').analyze();
        expect(violations.map(({ id, nodes }) => `${expression}: ${id}, ${nodes.length}`)).toEqual([]);
      }
      const { channels } = await sharp(await page.screenshot())
        .grayscale()
        .stats();
      const brightness = channels[0]?.mean;
      if (colorScheme === 'dark') expect(brightness).toBeLessThan(70);
      else expect(brightness).toBeGreaterThan(200);
    });
  }
});

test('the whole way to a photo is open to the keyboard', async ({ page }) => {
  // Asked for in time: taking the dialog's place is not instant.
  const chooser = page.waitForEvent('filechooser');
  await openApp(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('main'), 'where the first stop leads: past the header').toBeFocused();
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(page.getByTestId('choose-photo')).toBeFocused({ timeout: 200 });
  }).toPass();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(await readGroupPhoto());
  await readFaces(page, GROUP.faces.length);
});
