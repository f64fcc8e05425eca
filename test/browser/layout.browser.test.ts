import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { EXPRESSIONS } from '../../src/core/expressions.ts';
import { CAMERA, GROUP, makeLandscape, readGroupPhoto } from './face-pictures.ts';
import { expect, openApp, openPhotos, readFaces, test } from './mien-test.ts';

/** The views that most visitors see, at rest. */
const VIEWS: Record<string, (page: Page) => Promise<unknown>> = {
  'the start': (page) => openApp(page),
  'the live view': async (page) => {
    await openApp(page);
    await page.getByTestId('use-webcam').click();
    await readFaces(page, CAMERA.faces.length);
    await page.getByTestId('pause').click();
  },
  'a photo with faces': async (page) => {
    await openPhotos(page, await readGroupPhoto());
    await readFaces(page, GROUP.faces.length);
  },
  'photos, one without a face': async (page) => {
    await openPhotos(page, await makeLandscape(), await readGroupPhoto());
    await expect(page.getByTestId('message')).toBeVisible();
  },
  'the device check': async (page) => {
    await page.goto('./check.html');
    await expect(page.locator('main')).toHaveAttribute('data-state', 'done');
  },
};

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    // At rest: in the middle of a fade no colour is one that was chosen.
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    test('the start, each expression chosen: nothing that axe calls inaccessible', async ({ page }) => {
      await openApp(page);
      for (const expression of EXPRESSIONS) {
        await page.locator(`label[data-expression="${expression}"]`).click();
        const { violations } = await new AxeBuilder({ page }).include('fieldset').analyze();
        expect(violations.map(({ id, nodes }) => `${expression}: ${id}, ${nodes.length}`)).toEqual([]);
      }
    });

    for (const [name, open] of Object.entries(VIEWS)) {
      test(`${name}: nothing that axe calls inaccessible`, async ({ page }) => {
        await open(page);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
      });
    }

    test('the page has the colours of its theme', async ({ page }) => {
      await page.goto('./');
      const { channels } = await sharp(await page.screenshot())
        .grayscale()
        .stats();
      const brightness = channels[0]?.mean;
      if (colorScheme === 'dark') expect(brightness).toBeLessThan(70);
      else expect(brightness).toBeGreaterThan(200);
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  for (const [name, open] of Object.entries(VIEWS)) {
    test(`${name} has no horizontal scrolling`, async ({ page }) => {
      await open(page);
      const { content, window } = await page.evaluate(() => ({
        content: document.documentElement.scrollWidth,
        window: innerWidth,
      }));
      expect(window).toBe(360);
      expect(content).toBeLessThanOrEqual(window);
    });
  }
});

test('the whole way to a photo is open to the keyboard', async ({ page }) => {
  // Asked for in time: taking the dialog's place is not instant.
  const chooser = page.waitForEvent('filechooser');
  await openApp(page);
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(page.getByTestId('choose-photo')).toBeFocused({ timeout: 200 });
  }).toPass();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(await readGroupPhoto());
  await readFaces(page, GROUP.faces.length);
});
