import { drawFace } from '../../src/core/draw-face.ts';
import { expect, test } from './mien-test.ts';
import { openChapter, outputOf, readGrid, readSum } from './window-figures.ts';

const TUTORIAL = [4, 3, 4, 2, 4, 3, 2, 3, 4];

test.describe('convolution', () => {
  test('the tutorial’s 5x5 by 3x3: every result is the sum that is shown of it', async ({ page }) => {
    await openChapter(page, 'convolution');
    expect(await readGrid(outputOf(page))).toEqual(TUTORIAL);
    for (const [place, expected] of TUTORIAL.entries()) {
      await outputOf(page).locator('button').nth(place).hover();
      await expect(page.getByTestId('explained')).toContainText(
        `Row ${Math.floor(place / 3) + 1}, column ${(place % 3) + 1} `,
      );
      const { words, sum, result } = await readSum(page);
      expect(words.match(/×/g)).toHaveLength(9);
      expect(sum).toBe(expected);
      expect(result).toBe(expected);
      await expect(page.getByTestId('input').locator('td.marked')).toHaveCount(9);
    }
  });

  test('by keyboard alone: step, go on by arrow keys, and change a number', async ({ page }) => {
    await openChapter(page, 'convolution');
    await expect(page.getByTestId('explained')).toContainText('Row 1, column 1');
    await page.getByTestId('step').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('explained')).toContainText('Row 1, column 2');
    await page.keyboard.press('Shift+Tab');
    await expect(outputOf(page).locator('button').nth(1)).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await expect(outputOf(page).locator('button').nth(5)).toBeFocused();
    await expect(page.getByTestId('explained')).toContainText('Row 2, column 3 of the result');
    const corner = page.getByTestId('input').getByLabel('Input 1, 1');
    await corner.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('-2.5');
    await page.keyboard.press('Tab');
    await expect(outputOf(page).locator('button').first()).toHaveText('0.5');
    await corner.fill('');
    await corner.blur();
    await expect(corner, 'what is no number changes nothing').toHaveValue('-2.5');
    await page.getByTestId('restore').press('Enter');
    await expect(outputOf(page).locator('button').first()).toHaveText('4');
  });

  test('the address says what is set, and whoever opens it sees exactly that', async ({ page, context }) => {
    await openChapter(page, 'convolution');
    await page.getByTestId('kernel').getByLabel('Kernel 1, 2').fill('-3');
    await page.getByTestId('input').getByLabel('Input 5, 5').fill('7');
    await page.getByTestId('input').getByLabel('Input 5, 5').blur();
    await outputOf(page).locator('button').nth(8).click();
    await expect(page).toHaveURL(/kernel=1%2C-3%2C1/);
    await expect(page).toHaveURL(/at=8/);
    const other = await context.newPage();
    await other.goto(page.url());
    expect(await readGrid(outputOf(other))).toEqual(await readGrid(outputOf(page)));
    expect(await readSum(other)).toEqual(await readSum(page));
    expect((await readSum(other)).sum).toBe((await readSum(other)).result);
  });

  test('on the face: the gray values below the window, nine products and their sum', async ({ page }) => {
    await openChapter(page, 'convolution?part=face&kernel=0,-1,0.5,2,3,-1,0,1,1&x=0&y=20');
    const crop = drawFace('happy');
    const kernel = [0, -1, 0.5, 2, 3, -1, 0, 1, 1];
    const at = (x: number, y: number) => (x < 0 || y < 0 || x > 47 || y > 47 ? 0 : (crop[y * 48 + x] as number));
    const check = async (x: number, y: number) => {
      const patch = kernel.map((_, i) => at(x - 1 + (i % 3), y - 1 + Math.floor(i / 3)));
      await expect(page.getByTestId('explained')).toContainText(`Row ${y + 1}, column ${x + 1} `);
      expect(await readGrid(page.getByTestId('patch'))).toEqual(patch);
      const products = patch.map((value, i) => value * (kernel[i] as number));
      expect(await readGrid(page.getByTestId('products'))).toEqual(products);
      const expected = products.reduce((a, b) => a + b);
      expect(await readSum(page)).toMatchObject({ sum: expected, result: expected });
      expect(Number((await page.getByTestId('sum').textContent())?.replace(',', ''))).toBe(expected);
    };
    await check(0, 20);
    await page.getByRole('application', { name: /^The face/ }).focus();
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await check(5, 21);
    const answer = page.getByRole('application', { name: /^What the kernel answers/ });
    const { width, height } = (await answer.boundingBox()) ?? { width: 0, height: 0 };
    await answer.click({ position: { x: (30.5 / 48) * width, y: (33.5 / 48) * height } });
    await check(30, 33);
  });

  test('turned by 180° it gives a single 1 back as the kernel, and nine weights learn the turned one', async ({
    page,
  }) => {
    await openChapter(page, 'convolution?part=flip');
    const counting = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(await readGrid(outputOf(page))).toEqual(counting.toReversed());
    await page.getByTestId('part-convolution').click();
    await expect(outputOf(page).locator('button').first()).toHaveText('1');
    expect(await readGrid(outputOf(page))).toEqual(counting);
    await page.getByTestId('learn').click();
    await expect(page.getByTestId('learnt')).toHaveAttribute('data-steps', '72');
    expect((await readGrid(page.getByTestId('learnt'))).map(Math.round)).toEqual(counting.toReversed());
    await expect(page.getByTestId('learnt-difference')).toContainText('No weight');
    // Of another kernel it says nothing.
    await page.getByTestId('symmetrical').click();
    await expect(page.getByTestId('learnt')).toHaveCount(0);
    const symmetric = await readGrid(outputOf(page));
    await page.getByTestId('part-correlation').click();
    expect(await readGrid(outputOf(page))).toEqual(symmetric);
  });

  test('channels: the sums of all that come in, and a bias; the weights are counted', async ({ page }) => {
    await openChapter(page, 'convolution?part=channels');
    await expect(page.getByTestId('weights')).toContainText('3 × 3 × 3 × 2 + 2 = 56');
    for (const place of [0, 3, 5]) {
      await page.locator('[data-testid^=output-] button').nth(place).click();
      const words = (await page.getByTestId('explained').textContent()) ?? '';
      const [, sums = '', bias = '', result = ''] = /give (.*), the bias adds (.*): (\S+)\s*$/.exec(words) ?? [];
      const total = [...sums.split(' + '), bias].reduce((sum, term) => sum + Number(term.replace(/[()]/g, '')), 0);
      expect(sums.split(' + ')).toHaveLength(3);
      expect(total).toBe(Number(result));
      await expect(page.locator('[data-testid^=output-] button').nth(place)).toHaveText(result);
    }
    await page.getByLabel('Channels in').press('ArrowLeft');
    await expect(page.getByTestId('weights')).toContainText('3 × 3 × 2 × 2 + 2 = 38');
    await expect(page).toHaveURL(/channels=2/);
  });
});

test.describe('edges', () => {
  test('a guess first: then Sobel x is on show, and the explanation', async ({ page }) => {
    await openChapter(page, 'edges');
    expect(await readGrid(page.getByTestId('kernel'))).toEqual([-1, -2, -1, 0, 0, 0, 1, 2, 1]);
    await expect(page.getByTestId('explanation')).toHaveCount(0);
    await page.getByRole('button', { name: 'Edges that lie' }).click();
    await expect(page.getByTestId('explanation')).toContainText('Not quite: Edges that stand');
    await expect(page.getByTestId('part-sobel-x').locator('input')).toBeChecked();
    expect(await readGrid(page.getByTestId('kernel'))).toEqual([-1, 0, 1, -2, 0, 2, -1, 0, 1]);
  });

  test('Sobel x and y are one convolution of two channels, and their fusion', async ({ page }) => {
    await openChapter(page, 'edges?view=fusion');
    await expect(page.getByTestId('edges-figure')).toHaveAttribute('data-channels', '2');
    await expect(page.getByTestId('edges-figure').getByTestId('legend')).toHaveCount(4);
    // The fusion is nowhere larger than both channels together, and nowhere smaller than one.
    const highest = await page
      .getByTestId('edges-figure')
      .getByTestId('legend')
      .evaluateAll((legends) =>
        legends.map((legend) => Number(legend.querySelector('.ends > :last-child')?.textContent.replace(',', ''))),
      );
    const [, across = NaN, down = NaN, fused = NaN] = highest;
    expect(fused).toBeGreaterThanOrEqual(Math.max(across, down));
    expect(fused).toBeLessThanOrEqual(Math.hypot(across, down) + 1);
  });

  test('a blur keeps gray values, an edge has a sign, and a link brings a kernel', async ({ page }) => {
    await openChapter(page, 'edges?kernel=1,2,3,4,-5.5,6,7,8,9&divisor=2');
    expect(await readGrid(page.getByTestId('kernel'))).toEqual([1, 2, 3, 4, -5.5, 6, 7, 8, 9]);
    await expect(page.getByTestId('divisor')).toHaveValue('2');
    const legend = page.getByTestId('edges-figure').getByTestId('legend').last();
    await expect(legend).toHaveAttribute('data-palette', 'signed');
    await page.getByTestId('part-binomial').click();
    await expect(legend).toHaveAttribute('data-palette', 'gray');
    await expect(page.getByTestId('divisor')).toHaveValue('16');
    await page.getByTestId('kernel').getByLabel('Kernel 2, 2').fill('-12');
    await page.getByTestId('kernel').getByLabel('Kernel 2, 2').blur();
    await expect(legend).toHaveAttribute('data-palette', 'signed');
    await expect(page.getByTestId('part-binomial').locator('input')).not.toBeChecked();
    await expect(page).toHaveURL(/kernel=1%2C2%2C1%2C2%2C-12/);
  });

  test('a learned kernel answers, and is taken into the editor, where it is most like itself', async ({ page }) => {
    await openChapter(page, 'edges');
    await expect(page.getByTestId('map-choice').getByRole('button')).toHaveCount(16);
    await page.getByTestId('map-choice').getByRole('button', { name: 'Learned kernel 11', exact: true }).press('Enter');
    await expect(page.getByTestId('learnt-answer')).toHaveAttribute('data-filter', '11');
    await expect(page.getByTestId('closest')).toHaveAttribute('data-filter', '11');
    await expect(page.getByTestId('closest')).toContainText('100%');
    await expect(page).toHaveURL(/learnt=11/);
  });
});
