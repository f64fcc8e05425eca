import type { Page } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import { cropFace } from '../../src/core/face-crop.ts';
// What it adds to `window` is declared there.
import type { Difference } from './compare-readings.ts';
import { CAMERA } from './face-pictures.ts';
import { expect, test } from './mien-test.ts';

/** The modules that the page has in its worker, in an empty page of the same site. */
async function openComparison(page: Page): Promise<void> {
  const [bundle] = (await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      target: 'esnext',
      write: false,
      lib: { entry: `${import.meta.dirname}/compare-readings.ts`, formats: ['es'], fileName: 'compare' },
    },
  })) as Rolldown.RolldownOutput[];
  if (!bundle) throw new Error('nothing was bundled');
  const script = bundle.output[0].code;
  await page.route('**/comparison.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><script type="module" src="comparison.js"></script>',
    }),
  );
  await page.route('**/comparison.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  await page.goto('./comparison.html');
}

/**
 * A canvas rounds R, G and B of each pixel to bytes, and gives four pixels one colour where they share their chroma;
 * planes are averaged first. On colours of a screen, that and no more is between the two.
 */
const ROUNDING: Difference = { crop: 0.5, pass: 1, refinement: 1 };

/**
 * The film's JPEGs use all 256 bytes of luma, but the camera does not say so, and brightest and darkest are cut off:
 * by a canvas in R, G and B, here in luma. Single highlights differ by more, means over a face hardly.
 */
const CLIPPING: Difference = { crop: 1.5, pass: 1, refinement: 2 };

function expectSmall(name: string, { crop, pass, refinement }: Difference, bound: Difference): void {
  expect(crop, `${name}: crop`).toBeLessThan(bound.crop);
  expect(pass, `${name}: pass over the whole`).toBeLessThan(bound.pass);
  expect(refinement, `${name}: refinement`).toBeLessThan(bound.refinement);
}

test('a frame of the camera is the same picture by its planes and by a canvas', async ({ page }) => {
  await openComparison(page);
  for (const { box } of CAMERA.faces) {
    const face = cropFace(box, { scale: 1.2, offsetX: 0, offsetY: 0 });
    const differences = await page.evaluate(
      ([count, square]) => window.compareReadings.compareCameraFrames(count, square),
      [4, face] as const,
    );
    for (const difference of differences) {
      expectSmall('camera', difference, CLIPPING);
    }
  }
});

test('frames of every format, matrix and range are the same picture by their planes and by a canvas', async ({
  page,
}) => {
  await openComparison(page);
  const differences = await page.evaluate(() => window.compareReadings.compareMadeFrames());
  for (const [name, difference] of Object.entries(differences)) {
    expectSmall(name, difference, ROUNDING);
  }
});
