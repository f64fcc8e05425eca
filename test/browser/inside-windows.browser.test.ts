import { AxeBuilder } from '@axe-core/playwright';
import { findCutWords } from './find-cut-words.ts';
import { expect, openApp, test } from './mien-test.ts';
import { openChapter, outputOf, readGrid, readSum } from './window-figures.ts';

test('padding: the tutorial’s 3x3 becomes 5x5, and 4x4 come out, 0 first', async ({ page }) => {
  await openChapter(page, 'padding');
  expect(await readGrid(outputOf(page))).toEqual([0, 3, 8, 4, 9, 19, 25, 10, 21, 37, 43, 16, 6, 7, 8, 0]);
  await expect(page.getByTestId('input').locator('td.padding')).toHaveCount(16);
  expect(await readSum(page)).toMatchObject({ sum: 0, result: 0 });
  await outputOf(page).locator('button').nth(10).hover();
  await expect(page.getByTestId('explained')).toContainText('Row 3, column 3');
  expect(await readSum(page)).toMatchObject({ sum: 43, result: 43 });
  await expect(page.getByTestId('formula')).toContainText('(3 + 2 × 1 − 2) / 1 + 1 = 4');
  await page.getByLabel('Padding on each side').press('ArrowLeft');
  await expect(page.getByTestId('formula')).toContainText('(3 + 2 × 0 − 2) / 1 + 1 = 2');
  expect(await readGrid(outputOf(page))).toEqual([19, 25, 37, 43]);
  expect(await readGrid(page.getByTestId('visits'))).toEqual([1, 2, 1, 2, 4, 2, 1, 2, 1]);
  await page.getByLabel('Size of the kernel').press('ArrowRight');
  await page.getByTestId('keep-size').click();
  await expect(page.getByTestId('formula')).toContainText('(3 + 2 × 1 − 3) / 1 + 1 = 3');
  await expect(outputOf(page).locator('td')).toHaveCount(9);
  await openChapter(page, 'padding?padding=0&kernel=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1');
  await page.reload();
  await expect(page.getByTestId('nowhere')).toContainText('A window of 4×4 fits nowhere on 3×3');
  await expect(page.getByTestId('formula')).toContainText('No place at all');
  await expect(page.getByTestId('step')).toBeDisabled();
  await expect(page.getByTestId('message')).toHaveCount(0);
});

test('stride: 3 down and 2 across give 0, 8, 6 and 8; what no window reaches is told', async ({ page }) => {
  await openChapter(page, 'stride');
  const results = [0, 8, 6, 8];
  expect(await readGrid(outputOf(page))).toEqual(results);
  for (const [place, expected] of results.entries()) {
    await outputOf(page).locator('button').nth(place).hover();
    await expect(page.getByTestId('explained')).toContainText(
      `Row ${Math.floor(place / 2) + 1}, column ${(place % 2) + 1}`,
    );
    expect(await readSum(page)).toMatchObject({ sum: expected, result: expected });
  }
  await expect(page.getByTestId('unseen')).toHaveAttribute('data-count', '3');
  await expect(page.getByTestId('input').locator('td.unseen')).toHaveCount(3);
  await expect(page.getByTestId('formula')).toContainText('⌊(3 + 2 × 1 − 2) / 3⌋ + 1 = 2');
  await page.getByLabel('Stride down').press('ArrowLeft');
  await page.getByLabel('Stride across').press('ArrowLeft');
  await expect(outputOf(page).locator('td')).toHaveCount(8);
  await expect(page.getByTestId('unseen')).toHaveAttribute('data-count', '0');
  await expect(page).toHaveURL(/down=2&across=1/);
  // A larger window than all there is.
  await openChapter(page, 'stride?padding=0&input=1,2,3,4&kernel=1,1,1,1,1,1,1,1,1');
  await page.reload();
  await expect(page.getByTestId('nowhere')).toContainText('A window of 3×3 fits nowhere on 2×2');
  await expect(page.getByTestId('unseen')).toHaveAttribute('data-count', '4');
});

test.describe('pooling', () => {
  test('maximum and average of numbers, and a 1 that moves within a window', async ({ page }) => {
    await openChapter(page, 'pooling');
    expect(await readGrid(outputOf(page))).toEqual([8, 2, 5, 4, 9, 1, 5, 4, 7]);
    await expect(page.getByTestId('explained')).toContainText('max(1, 3, 2, 8) = 8');
    await page.getByTestId('part-average').click();
    await expect(page.getByTestId('explained')).toContainText('(1 + 3 + 2 + 8) / 4 = 3.5');
    await expect(outputOf(page).locator('button').first()).toHaveText('3.5');
    await page.getByLabel('Size of the window').press('End');
    await expect(page.getByTestId('formula')).toContainText('⌊(6 + 2 × 0 − 4) / 2⌋ + 1 = 2');
    await expect(page).toHaveURL(/kind=average&size=4/);
  });

  test('the face’s own map becomes smaller, and a channel can be chosen', async ({ page }) => {
    await openChapter(page, 'pooling?part=face&stride=3&size=3');
    await expect(page.getByTestId('pooled-size')).toContainText('48×48 become 16×16');
    await page.getByTestId('map-choice').getByRole('button').nth(4).click();
    await expect(page.getByTestId('pooled')).toHaveAttribute('data-channel', '5');
    await expect(page).toHaveURL(/channel=5/);
  });

  test('a face that moves by a pixel changes less after pooling, and one that stays changes nothing', async ({
    page,
  }) => {
    await openChapter(page, 'pooling?part=shift');
    const read = async (testId: string) => parseFloat((await page.getByTestId(testId).textContent()) ?? '');
    await expect(page.getByTestId('change-before')).toBeVisible();
    const [before, max, average] = [
      await read('change-before'),
      await read('change-max'),
      await read('change-average'),
    ];
    expect(Math.min(max, average)).toBeGreaterThan(1);
    expect(Math.max(max, average)).toBeLessThan(before);
    await page.getByLabel('To the right').press('ArrowLeft');
    await expect(page.getByTestId('change-before')).toHaveText('0.0%');
    await expect(page.getByTestId('change-max')).toHaveText('0.0%');
  });
});

test('the window moves by itself until it is told to stop, and only where motion is welcome', async ({ page }) => {
  await openChapter(page, 'stride');
  await expect(page.getByTestId('explained')).toContainText('Row 1, column 1');
  await page.getByTestId('play').click();
  await expect(page.getByTestId('explained')).toContainText('Row 2, column 1');
  await expect(page.getByTestId('explained')).toHaveAttribute('aria-live', 'off');
  await page.getByTestId('step').click();
  await expect(page.getByTestId('play')).toHaveAttribute('aria-pressed', 'false');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(page.getByTestId('play')).toHaveCount(0);
  await expect(page.getByTestId('step')).toBeVisible();
});

test('the webcam stops in a part without a face, and goes on from a chapter with a face to the next', async ({
  page,
}) => {
  await openApp(page, '?model=fast#inside/convolution?part=face');
  await page.locator('input[value="camera"]').check({ force: true });
  await page.getByTestId('face-camera').click();
  await expect(page.getByTestId('face-source')).toHaveAttribute('data-crop-source', 'camera');
  const readTrack = () =>
    page.evaluateHandle(() => (document.querySelector('video')?.srcObject as MediaStream | null)?.getVideoTracks()[0]);
  const first = await readTrack();
  await page.getByRole('link', { name: 'Edges →' }).click();
  await expect(page.getByTestId('edges-figure')).toBeVisible();
  expect(await first.evaluate((track) => track?.readyState)).toBe('live');
  await page.getByRole('link', { name: '← Convolution' }).click();
  await page.getByTestId('part-numbers').click();
  await expect(page.getByTestId('face-source')).toHaveCount(0);
  await expect.poll(() => first.evaluate((track) => track?.readyState)).toBe('ended');
  await page.getByTestId('part-face').click();
  await expect(page.getByTestId('face-source')).toHaveAttribute('data-crop-source', 'camera');
  await expect.poll(async () => (await readTrack()).evaluate((track) => track?.readyState)).toBe('live');
});

test.describe('at rest', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  const VIEWS: Readonly<Record<string, string>> = {
    convolution: 'explained',
    'convolution?part=face': 'sum',
    'convolution?part=flip': 'explained',
    'convolution?part=channels': 'output-0',
    edges: 'closest',
    'edges?view=fusion': 'closest',
    'padding?padding=3&input=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36':
      'explained',
    'stride?kernel=-99,99,-99,99,99,99,99,99,99': 'explained',
    pooling: 'explained',
    'pooling?part=face': 'pooled',
    'pooling?part=shift': 'changes',
  };
  for (const [fragment, testId] of Object.entries(VIEWS)) {
    test(`${fragment.slice(0, 40)}: open to everyone, in every language and theme, on the narrowest page`, async ({
      page,
    }) => {
      await openChapter(page, fragment);
      for (const language of ['en', 'zh']) {
        const speak = page.getByTestId(`speak-${language}`);
        if (await speak.isVisible()) await speak.click();
        await expect(page.getByTestId(testId)).toBeVisible();
        if (await page.getByTestId('question').isVisible())
          await page.getByTestId('question').getByRole('button').first().click();
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          const { violations } = await new AxeBuilder({ page }).analyze();
          const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
          expect(found, `${language}, ${colorScheme}: what axe calls inaccessible`).toEqual([]);
        }
        const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 };
        await page.setViewportSize({ width: 320, height: 740 });
        expect(await page.evaluate(findCutWords), `${language}: words that the page cuts off`).toEqual([]);
        await page.setViewportSize({ width, height });
      }
    });
  }
});
