import { AxeBuilder } from '@axe-core/playwright';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { Page } from '@playwright/test';
import { countCost } from '../../src/core/count-cost.ts';
import { computeProbabilities } from '../../src/core/decision-rule.ts';
import { describeLayers } from '../../src/core/describe-layers.ts';
import { drawFace } from '../../src/core/draw-face.ts';
import { leadingExpression, type Expression } from '../../src/core/expressions.ts';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import { pathOfModel, type ShippedName } from '../../src/core/model-names.ts';
import { readNetwork } from '../../src/core/read-network.ts';
import { shiftCrop } from '../../src/core/shift-crop.ts';
import { measureTotalVariation } from '../../src/core/total-variation.ts';
import { folderOfModel, readModelFiles } from '../../training/models/model-files.ts';
import { predictLogits } from '../../training/scoring/predict-logits.ts';
import { findCutWords } from './find-cut-words.ts';
import { expect, test } from './mien-test.ts';

const READERS = ['perceptron', 'mlp', 'lenet5', 'fast'] as const;

async function openChapter(page: Page, hash: string, query = '?model=fast'): Promise<void> {
  await page.goto(`./${query}#inside/${hash}`);
  await expect(page.getByTestId('chapter')).toBeVisible();
}

/** What the training's own code makes of faces: seven probabilities each. */
async function predict(name: ShippedName, faces: readonly Uint8Array[]): Promise<number[][]> {
  await tf.setBackend('cpu');
  const { model, manifest } = await readModelFiles(folderOfModel(name));
  const answers = faces.map((face) => {
    const { votes } = predictLogits(model, face, manifest.normalisation);
    return computeProbabilities(votes, manifest.decisions.everyday);
  });
  model.dispose();
  return answers;
}

async function fetchJson(page: Page, name: ShippedName, file: string): Promise<unknown> {
  return (await page.request.get(`./${pathOfModel(name)}${file}`)).json();
}

const readValue = async (page: Page, testid: string) =>
  Number(await page.getByTestId(testid).getAttribute('data-value'));

test('a layer from 100 x 100 to 100 x 100: 10^8 weights and 400 MB, 10^6, or 100', async ({ page }) => {
  await openChapter(page, 'weights');
  await expect(page.getByTestId('weights-dense')).toHaveText('100,000,000');
  await expect(page.getByTestId('weights-local')).toHaveText('1,000,000');
  await expect(page.getByTestId('weights-shared')).toHaveText('100');
  await expect(page.getByTestId('way-dense')).toContainText('400 MB');
  await expect(page.getByTestId('way-local')).toContainText('4 MB');
  await expect(page.getByTestId('way-shared')).toContainText('400 bytes');
  // Sharing saves weights, not multiplications.
  await expect(page.getByTestId('macs-local')).toHaveText('1,000,000');
  await expect(page.getByTestId('macs-shared')).toHaveText('1,000,000');
  await expect(page.getByText('1 km')).toBeVisible();

  const drawings = page.getByRole('application');
  const seen = page.getByTestId('seen');
  await expect(seen).toContainText('row 31, column 36');
  await expect(seen).toContainText('rows 27 to 36 and columns 32 to 41');
  await drawings.press('ArrowDown');
  await drawings.press('ArrowLeft');
  await expect(seen).toContainText('row 32, column 35');
  await expect(seen).toContainText('rows 28 to 37 and columns 31 to 40');
});

test('every size of the layer can be changed, and an address brings it back', async ({ page }) => {
  await openChapter(page, 'weights');
  const sizes = { Height: 20, Width: 30, Channels: 2, Patch: 3, Stride: 2, Kernels: 4 };
  for (const [label, value] of Object.entries(sizes)) await page.getByLabel(label).fill(String(value));
  const [inputs, outputs, kernel] = [20 * 30 * 2, 10 * 15 * 4, 3 * 3 * 2];
  const check = async () => {
    expect(await readValue(page, 'weights-dense')).toBe(inputs * outputs);
    expect(await readValue(page, 'weights-local')).toBe(kernel * outputs);
    expect(await readValue(page, 'weights-shared')).toBe(kernel * 4);
    expect(await readValue(page, 'macs-shared')).toBe(kernel * outputs);
    await expect(page.getByTestId('layer-shape')).toHaveText(/20\s×\s30\s×\s2\. Out: 10\s×\s15\s×\s4/);
  };
  await check();
  await expect.poll(() => page.url()).toContain('height=20&width=30&channels=2&patch=3&stride=2&filters=4');
  await page.reload();
  await expect(page.getByTestId('weights-dense')).toBeVisible();
  await check();
});

test('this page’s own networks are counted from their descriptions', async ({ page }) => {
  await openChapter(page, 'weights?part=networks');
  await expect(page.getByTestId('accurate-dense')).toBeVisible();
  for (const name of ['lenet5', 'fast', 'accurate'] as const) {
    const cost = countCost(readNetwork(await fetchJson(page, name, 'model.json')));
    expect(await readValue(page, `${name}-shared`)).toBe(cost.parameters);
    expect(await readValue(page, `${name}-local`)).toBe(cost.locallyConnectedParameters);
    expect(await readValue(page, `${name}-dense`)).toBe(cost.denseParameters);
  }
  await expect(page.getByTestId('lenet5-shared')).toHaveText('169 thousand (676 kB)');
});

test('both networks read a face that moves, and the page says whose answer changes', async ({ page }) => {
  await openChapter(page, 'weights?part=shift');
  const faces = [drawFace('happy'), shiftCrop(drawFace('happy'), 0, 3), shiftCrop(drawFace('happy'), -4, 3)] as const;
  for (const name of ['mlp', 'fast'] as const) {
    const [inPlace, down, aside] = (await predict(name, faces)) as [number[], number[], number[]];
    const reading = page.getByTestId(`shift-${name}`);
    const readChange = async () => Number(await reading.getAttribute('data-change'));
    await page.getByLabel('Moved to the right').fill('0');
    await expect.poll(readChange).toBeCloseTo(measureTotalVariation(inPlace, down), 3);
    await expect(page.getByTestId(`in-place-${name}`)).toHaveAttribute('data-expression', leadingExpression(inPlace));
    await expect(page.getByTestId(`moved-${name}`)).toHaveAttribute('data-expression', leadingExpression(down));
    await page.getByLabel('Moved to the right').fill('-4');
    await expect.poll(readChange).toBeCloseTo(measureTotalVariation(inPlace, aside), 3);
  }
  await expect(page.getByTestId('shift-verdict')).toContainText('the multi-layer perceptron changes its answer more');
  await expect.poll(() => page.url()).toContain('part=shift&right=-4');
  // Four columns to the left and three rows of 48 down.
  await expect(page.getByTestId('flat-place')).toContainText('row 36, column 19 is number 1,699');
  await expect(page.getByTestId('flat-place')).toContainText('number 1,839');

  await page.getByLabel('Moved to the right').fill('0');
  await page.getByLabel('Moved down').fill('0');
  await expect(page.getByTestId('shift-mlp')).toHaveAttribute('data-change', '0');
  await expect(page.getByTestId('shift-fast')).toHaveAttribute('data-change', '0');
  await expect(page.getByTestId('shift-verdict')).toHaveText('Move the face, and see which answer changes.');
});

test('the question is answered by what was measured on this face', async ({ page }) => {
  await openChapter(page, 'weights?part=shift');
  const question = page.getByTestId('question');
  await expect(question).toBeVisible();
  await page.getByText('All distances').click();
  const readCurve = (name: string) =>
    page
      .getByTestId(`curve-${name}`)
      .locator('td')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.dataset.change)));
  const [mlp, cnn] = [await readCurve('mlp'), await readCurve('fast')];
  expect(mlp).toHaveLength(7);
  expect([mlp[0], cnn[0]]).toEqual([0, 0]);
  // Of the eight ways in which a face moves by three pixels.
  const face = drawFace('happy');
  const moved = [-3, 0, 3].flatMap((down) => [-3, 0, 3].map((right) => shiftCrop(face, right, down)));
  const answers = await predict('mlp', moved);
  const changes = answers.map((answer) => measureTotalVariation(answers[4] as number[], answer));
  expect(mlp[3]).toBeCloseTo(changes.reduce((sum, change) => sum + change) / 8, 3);

  const isMlp = (mlp[3] as number) > (cnn[3] as number);
  await question.getByRole('button', { name: isMlp ? 'CNN' : 'Multi-layer' }).click();
  const points = `${(100 * (mlp[3] as number)).toFixed(1)} points`;
  await expect(page.getByTestId('explanation')).toContainText(isMlp ? 'Multi-layer perceptron' : 'CNN');
  await expect(page.getByTestId('explanation')).toContainText(points);
  await expect(page.getByTestId('explanation')).toContainText('up to 2 pixels, the other by up to 5');
});

test('four networks of four times read the same face, and another one', async ({ page }) => {
  await openChapter(page, 'lenet');
  const faces: readonly Expression[] = ['happy', 'surprise', 'sad'];
  const expected = new Map<string, number[][]>();
  for (const name of READERS)
    expected.set(
      name,
      await predict(
        name,
        faces.map((face) => drawFace(face)),
      ),
    );
  for (const [position, face] of faces.entries()) {
    await page.locator(`input[value="${face}"]`).check({ force: true });
    for (const name of READERS) {
      const probabilities = expected.get(name)?.[position] as number[];
      const verdict = page.getByTestId(`verdict-${name}`);
      await expect(verdict).toHaveAttribute('data-expression', leadingExpression(probabilities));
      const shown = await verdict
        .getByRole('meter')
        .evaluateAll((meters) => meters.map((meter) => Number(meter.getAttribute('aria-valuenow'))));
      shown.forEach((percent, k) => expect(Math.abs(percent - 100 * (probabilities[k] as number))).toBeLessThan(0.6));
    }
  }
  for (const name of READERS) {
    const { metrics, parameters } = (await fetchJson(page, name, 'manifest.json')) as ModelManifest;
    const verdict = page.getByTestId(`verdict-${name}`);
    const { accuracy, meanRecall, n } = metrics.ferPlusMajority as NonNullable<typeof metrics.ferPlusMajority>;
    await expect(verdict).toContainText(parameters.toLocaleString('en'));
    await expect(verdict).toContainText(`${(100 * accuracy).toFixed(1)}%`);
    await expect(verdict).toContainText(`${(100 * meanRecall).toFixed(1)}%`);
    await expect(verdict).toContainText(`${n.toLocaleString('en')} faces of ${metrics.split}`);
  }
});

test('each of the four is shown layer by layer, with measured times, and an address brings it back', async ({
  page,
}) => {
  await openChapter(page, 'lenet');
  for (const name of READERS) {
    await page.getByTestId(`look-${name}`).click();
    const layers = describeLayers(readNetwork(await fetchJson(page, name, 'model.json')));
    const rows = page.getByTestId('layer');
    await expect(rows).toHaveCount(layers.length);
    for (const [position, { layer, parameters, macs }] of layers.entries()) {
      const row = rows.nth(position);
      await expect(row).toHaveAttribute('data-layer', layer.name);
      if (parameters > 0) await expect(row.getByTestId('layer-parameters')).toHaveText(parameters.toLocaleString('en'));
      if (macs > 0) await expect(row.getByTestId('layer-macs')).toHaveText(macs.toLocaleString('en'));
    }
    await expect(rows.first().getByTestId('layer-ms')).toHaveText(/^(below )?\d+(\.\d)? ms$/);
  }
  await expect.poll(() => page.url()).toContain('network=fast');
  await page.reload();
  const first = page.getByTestId('layer').first();
  await expect(first).toHaveAttribute('data-layer', 'stage1_conv1');
  await first.scrollIntoViewIfNeeded();
  // Sixteen filters, and as many maps of this face.
  await expect(first.locator('canvas')).toHaveCount(32);
  await expect
    .poll(() => page.getByTestId('verdicts').getAttribute('data-count').then(Number), 'a still face is read repeatedly')
    .toBeGreaterThanOrEqual(15);

  const deep = page.getByTestId('layer').filter({ hasText: '128 filters' }).first();
  await deep.scrollIntoViewIfNeeded();
  await expect(deep.locator('canvas')).toHaveCount(16);
  await deep.getByRole('button', { name: 'All 128' }).click();
  await expect(deep.locator('canvas')).toHaveCount(128);
});

test('a network that cannot be loaded says so, and can be asked for again', async ({ page }) => {
  await page.route(`**/${pathOfModel('mlp')}weights.bin`, (route) => route.fulfill({ status: 404 }));
  await openChapter(page, 'lenet');
  await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'model-missing');
  await page.unroute(`**/${pathOfModel('mlp')}weights.bin`);
  await page.getByTestId('retry').click();
  await expect(page.getByTestId('verdict-mlp')).toBeVisible();
});

const VIEWS = ['weights', 'weights?part=networks', 'weights?part=shift', 'lenet?network=mlp', 'lenet?network=fast'];

/** Waits for what is computed. */
async function waitForView(page: Page, view: string): Promise<void> {
  if (view === 'weights') await expect(page.getByTestId('weights-dense')).toBeVisible();
  else if (view.includes('networks')) await expect(page.getByTestId('accurate-dense')).toBeVisible();
  else if (view.includes('shift')) await expect(page.getByTestId('question')).toBeVisible();
  else {
    await expect(page.getByTestId(`look-${view.split('=')[1] ?? ''}`)).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByTestId('verdict-fast').getByRole('meter').first()).toBeVisible();
    await expect(page.getByTestId('layer').locator('canvas').first()).toBeVisible();
  }
}

for (const locale of ['en', 'zh-CN'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    for (const colorScheme of ['light', 'dark'] as const) {
      test(`both chapters are accessible, ${colorScheme}`, async ({ page }) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        for (const view of VIEWS) {
          await openChapter(page, view);
          await waitForView(page, view);
          const { violations } = await new AxeBuilder({ page }).include('[data-testid=chapter]').analyze();
          const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
          expect(found, view).toEqual([]);
        }
      });
    }

    test('no word is cut at 320 px', async ({ page }) => {
      await page.setViewportSize({ width: 320, height: 700 });
      for (const view of VIEWS) {
        await openChapter(page, view);
        await waitForView(page, view);
        await page.locator('summary').evaluateAll((all: HTMLElement[]) => all.forEach((summary) => summary.click()));
        expect(await page.evaluate(findCutWords), view).toEqual([]);
      }
    });
  });
}
