import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { EXPRESSIONS } from '../../src/core/expressions.ts';
import { findCutWords } from './find-cut-words.ts';
import { drawFace, openLive, readData } from './live-network-page.ts';
import { expect, openApp, test } from './mien-test.ts';

/** Shares in percent by expression, as the bars say them. */
function readShares(bars: Locator): Promise<Record<string, number>> {
  return bars.evaluate((element: HTMLElement) =>
    Object.fromEntries(
      [...element.querySelectorAll<HTMLElement>('[data-expression]')].map((bar): [string, number] => [
        bar.dataset.expression ?? '',
        Number(bar.querySelector('[role=meter]')?.getAttribute('aria-valuenow')),
      ]),
    ),
  );
}

for (const [network, rows] of [
  ['fast', 15],
  ['accurate', 22],
  ['lenet5', 9],
] as const) {
  test(`every layer of ${network} shows its maps of the drawn face`, async ({ page }) => {
    await openLive(page, network === 'fast' ? '' : `network=${network}`);
    const atlases = page.getByTestId('atlas');
    await expect(atlases).toHaveCount(rows);
    for (let row = 0; row < rows; row++) {
      const atlas = atlases.nth(row);
      await atlas.scrollIntoViewIfNeeded();
      await expect(atlas).toHaveAttribute('data-painted', /\d/);
      const colours = await atlas.evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        return new Set(new Uint32Array(Uint8Array.from(data).buffer)).size;
      });
      // The gap between maps, and two values at least.
      expect(colours, `colours of row ${row}`).toBeGreaterThan(2);
    }
  });
}

test('only layers in sight are asked for', async ({ page }) => {
  await openLive(page);
  const atlases = page.getByTestId('atlas');
  await expect(atlases.first()).toHaveAttribute('data-painted', /\d/);
  // All that were asked for are painted before the first is painted once more.
  for (const expression of ['sad', 'angry'] as const) {
    const { painted } = await readData(atlases.first(), 'painted');
    await drawFace(page, expression);
    await expect.poll(async () => (await readData(atlases.first(), 'painted')).painted).toBeGreaterThan(painted);
  }
  await expect(atlases.last()).not.toHaveAttribute('data-painted', /\d/);
  await atlases.last().scrollIntoViewIfNeeded();
  await expect(atlases.last()).toHaveAttribute('data-painted', /\d/);
});

/** The numbers of a sentence, in their order. */
const readNumbers = (text: string) =>
  (text.match(/-?\d[\d,]*(\.\d+)?/g) ?? []).map((number) => Number(number.replace(/,/g, '')));

test('what is added up is what the layer gave, in the words, too', async ({ page }) => {
  for (const [network, layer, map, x, y] of [
    ['fast', 'stage1_conv1', 2, 0, 0],
    ['fast', 'stage2_conv2', 5, 9, 9],
    ['fast', 'pool2', 5, 4, 7],
    ['fast', 'stage4_conv3', 100, 5, 5],
    ['fast', 'features', 17, 0, 0],
    ['fast', 'logits', 3, 0, 0],
    ['accurate', 'stage3_sum', 40, 6, 6],
    ['lenet5', 'c3', 7, 3, 14],
    ['lenet5', 's4', 7, 3, 5],
    ['lenet5', 'maps', 700, 0, 0],
    ['lenet5', 'c5', 60, 0, 0],
    ['mlp', 'hidden', 60, 0, 0],
    ['perceptron', 'logits', 6, 0, 0],
  ] as const) {
    await openLive(page, `network=${network}&layer=${layer}&map=${map}&x=${x}&y=${y}`);
    const detail = page.getByTestId('value-detail');
    await expect(page.getByTestId('live-network')).toHaveAttribute('data-network', network);
    await expect(detail).toHaveAttribute('data-layer', layer);
    await expect(detail).toHaveAttribute('data-result', /\d/);
    const { result, computed, output } = await readData(detail, 'result', 'computed', 'output');
    expect(Math.abs(result - computed), `${network} ${layer}`).toBeLessThan(1e-4 * Math.max(1, Math.abs(computed)));
    const said = readNumbers(await page.getByTestId('equation').innerText());
    expect(said).toContainEqual(expect.closeTo(result, 2));
    expect(readNumbers(await page.getByTestId('computed').innerText())).toEqual([expect.closeTo(output, 2)]);
    // Count of the products, their sum, bias, result.
    if (/conv|c3|logits|hidden|c5/.test(layer)) expect(said[1] ?? NaN).toBeCloseTo(result - (said[2] ?? NaN), 2);
  }
});

test('of the numbers on show, products and sums are right', async ({ page }) => {
  await openLive(page, 'layer=stage2_conv2&map=5&x=0&y=9');
  const [map] = await page.getByTestId('input-map').all();
  const [values, kernel, products] = await Promise.all(
    [0, 1, 2].map(async (n) => (await map?.getByRole('table').nth(n).getByRole('cell').allInnerTexts())?.map(Number)),
  );
  expect(values).toHaveLength(9);
  values?.forEach((value, i) => expect(products?.[i]).toBeCloseTo(value * (kernel?.[i] ?? NaN), 1));
  const total = products?.reduce((sum, product) => sum + product, 0) ?? NaN;
  const said = readNumbers((await map?.locator('.sum').innerText()) ?? '').at(-1) ?? NaN;
  expect(Math.abs(said - total)).toBeLessThan(0.05);
  // At the left edge a column of the patch is padding.
  await expect(map?.locator('td.padding') ?? page.locator('never')).toHaveCount(3);
});

test('a map is chosen by a click, and stands in the address that another page opens', async ({ page }) => {
  await openLive(page);
  const atlas = page.locator('[data-testid=atlas][data-layer=pool1]');
  await atlas.scrollIntoViewIfNeeded();
  await expect(atlas).toHaveAttribute('data-painted', /\d/);
  // The second map, near its lower right corner.
  await atlas.click({ position: { x: 2 * (25 + 18) + 1, y: 2 * 22 + 1 } });
  const detail = page.getByTestId('value-detail');
  await expect(detail).toHaveAttribute('data-layer', 'pool1');
  await expect(page).toHaveURL(/layer=pool1&map=1&x=18&y=22/);
  await expect(detail).toContainText('Map 2 of 16');
  await expect(detail).toContainText('Row 23, column 19');
  const { result } = await readData(detail, 'result');
  const winner = await page
    .getByTestId('pooled')
    .getByRole('cell')
    .nth((await readData(page.getByTestId('pooled'), 'winner')).winner)
    .innerText();
  expect(Number(winner)).toBeCloseTo(result, 1);

  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await expect(page.getByTestId('value-detail')).toHaveAttribute('data-result', String(result));
});

test('the parts of a class and the bias add up to its logit, where the network allows it', async ({ page }) => {
  for (const network of ['fast', 'accurate']) {
    await openLive(page, `look=class&network=${network}`);
    await expect(page.getByTestId('live-network')).toHaveAttribute('data-network', network);
    await drawFace(page, 'angry');
    const map = page.getByTestId('class-map');
    // By default the leading one.
    await expect(map).toHaveAttribute('data-expression', 'angry');
    for (const expression of EXPRESSIONS) {
      await page.getByTestId('live-network').locator(`input[value="${expression}"]`).check({ force: true });
      await expect(map).toHaveAttribute('data-expression', expression);
      const { sum, bias, logit } = await readData(map, 'sum', 'bias', 'logit');
      expect(sum + bias, `${network} ${expression}`).toBeCloseTo(logit, 3);
      const said = readNumbers(await page.getByTestId('class-sum').innerText());
      expect(said).toEqual([36, expect.closeTo(sum, 2), expect.closeTo(bias, 2), expect.closeTo(logit, 2)]);
    }
    await expect(page).toHaveURL(/expression=neutral/);
    await expect(page.getByTestId('class-kind')).toHaveAttribute('data-exact', 'true');
  }
  await page.getByTestId('network').selectOption('lenet5');
  await expect(page.getByTestId('class-kind')).toHaveAttribute('data-exact', 'false');
  await page.getByTestId('network').selectOption('mlp');
  await expect(page.getByTestId('class-kind')).toContainText('no maps');
});

test('paint over the mouth changes the bars, and can be undone and cleared', async ({ page }) => {
  await openLive(page, 'look=paint&network=lenet5&brush=12');
  await drawFace(page, 'surprise');
  const face = page.getByTestId('painted-face');
  const [before, after] = [page.getByTestId('shares-before'), page.getByTestId('shares-after')];
  await expect.poll(async () => (await readShares(before)).surprise).toBeGreaterThan(80);
  expect(await readShares(after)).toEqual(await readShares(before));
  await face.scrollIntoViewIfNeeded();
  const box = await face.boundingBox();
  const at = (x: number, y: number) =>
    [(box?.x ?? 0) + (x / 48) * (box?.width ?? 0), (box?.y ?? 0) + (y / 48) * (box?.height ?? 0)] as const;
  await page.mouse.move(...at(20, 38));
  await page.mouse.down();
  await page.mouse.move(...at(28, 38), { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await readShares(after)).surprise).toBeLessThan(60);
  await expect(page.getByTestId('paint-change')).toContainText(/Surprise: 9\d% before, \d+% now/);
  // The face that is painted on stands still, whatever is drawn meanwhile.
  const held = await readShares(after);
  await drawFace(page, 'happy');
  await page.waitForTimeout(300);
  expect(await readShares(after)).toEqual(held);
  await page.getByTestId('undo').click();
  await expect.poll(async () => (await readShares(after)).happy).toBeGreaterThan(80);

  // By keyboard, from where the pointer has left the brush.
  await drawFace(page, 'surprise');
  await face.focus();
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Space');
  await expect.poll(async () => (await readShares(after)).surprise).toBeLessThan(60);
  await page.keyboard.press('Backspace');
  await expect.poll(async () => readShares(after)).toEqual(await readShares(before));
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Space');
  await page.getByTestId('clear').press('Enter');
  await expect.poll(async () => readShares(after)).toEqual(await readShares(before));
});

test('a square that slides over the face answers the question, and can be stopped', async ({ page }) => {
  await openLive(page, 'look=hide');
  await drawFace(page, 'surprise');
  const [slide, hiding] = [page.getByTestId('slide'), page.getByTestId('hiding')];
  await slide.click();
  await expect(hiding).toHaveAttribute('data-rows', '12');
  const surprised = await readData(hiding, 'row', 'column', 'most');
  // The mouth of the drawn face.
  expect(surprised.row).toBeGreaterThan(33);
  expect(Math.abs(surprised.column - 24)).toBeLessThan(8);
  expect(surprised.most).toBeGreaterThan(0.03);
  // "Surprise still leads with the mouth hidden", as the answer says.
  expect(surprised.most).toBeLessThan(0.4);
  await page.getByRole('button', { name: 'The nose and cheeks' }).click();
  await expect(page.getByTestId('explanation')).toContainText('The open mouth');

  await drawFace(page, 'angry');
  await slide.click();
  await expect(hiding).toHaveAttribute('data-rows', '12');
  await expect.poll(async () => (await readData(hiding, 'row')).row).toBeLessThan(25);

  await page.getByTestId('hide-step').selectOption('2');
  await slide.click();
  await expect(hiding).toHaveAttribute('data-places', '24');
  await slide.press('Enter');
  await expect(slide).toHaveText('Slide the square');
  const { rows } = await readData(hiding, 'rows');
  expect(rows).toBeLessThan(24);
  await page.waitForTimeout(500);
  expect((await readData(hiding, 'rows')).rows).toBe(rows);
});

test('maps of a face on video come at more than five a second', async ({ page }) => {
  await openApp(page, '?model=fast#inside/live');
  await page.locator('input[value="camera"]').check({ force: true });
  await page.getByTestId('face-camera').click();
  const rate = page.getByTestId('map-rate');
  await expect.poll(async () => (await readData(rate, 'rate')).rate).toBeGreaterThan(5);
  const atlas = page.locator('[data-testid=atlas][data-layer=stage1_conv1]');
  const { painted } = await readData(atlas, 'painted');
  await expect.poll(async () => (await readData(atlas, 'painted')).painted).toBeGreaterThan(painted + 5);
});

test('all of it can be done by keyboard', async ({ page }) => {
  await openLive(page);
  const slider = page.getByRole('slider', { name: /^Layer 2, Convolution/ });
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', 'Map 1 of 16');
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuenow', '2');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuenow', '16');
  await page.keyboard.press('Enter');
  const map = page.getByTestId('value-detail').getByRole('application');
  await expect(map).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/layer=stage1_conv2&map=15&x=21&y=38/);
  await expect(page.getByTestId('value-detail').locator('[aria-live]')).toHaveText(/^Row 39, column 22: -?\d/);
});

for (const [language, colorScheme] of [
  ['en', 'light'],
  ['zh', 'dark'],
] as const) {
  test.describe(`in ${language} and ${colorScheme}`, () => {
    test.use({ colorScheme, locale: language === 'zh' ? 'zh-CN' : 'en-US' });

    test('nothing stands in the way of anybody, and no words are cut on a phone', async ({ page }) => {
      for (const look of ['maps', 'class', 'paint', 'hide']) {
        await page.setViewportSize({ width: 1280, height: 800 });
        await openLive(page, look === 'maps' ? 'layer=logits' : `look=${look}`);
        await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(`^${language}`));
        if (look === 'hide') {
          await page.getByTestId('slide').click();
          await expect(page.getByTestId('hiding')).toHaveAttribute('data-rows', '12');
        }
        if (look === 'maps') await page.getByTestId('own-network').locator('summary').click();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${look}: ${id} ${nodes[0]?.html}`)).toEqual([]);
        for (const width of [320, 390]) {
          await page.setViewportSize({ width, height: 700 });
          expect(await page.evaluate(findCutWords), `${look}, ${width} px`).toEqual([]);
        }
      }
      await openLive(page, 'network=lenet5&layer=c3&map=3&x=9&y=9');
      await expect(page.getByTestId('products')).toBeVisible();
      expect(await page.evaluate(findCutWords), 'LeNet-5').toEqual([]);
    });
  });
}
