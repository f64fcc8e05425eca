import { findBlindScores } from '../../src/core/blind-scores.ts';
import { EXPRESSIONS } from '../../src/core/expressions.ts';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import { pathOfModel, type ModelName } from '../../src/core/model-names.ts';
import type { Page } from '@playwright/test';
import { expect, test } from './mien-test.ts';

/** Opens the place; the engine need not be ready for it. */
async function openAbout(page: Page): Promise<void> {
  await page.goto('./?model=fast#about');
  await expect(page.getByTestId('versions')).toBeVisible();
}

async function readManifest(page: Page, name: ModelName): Promise<ModelManifest> {
  return (await (await page.request.get(`./${pathOfModel(name)}manifest.json`)).json()) as ModelManifest;
}

test('the card of each network as a page, chosen by keyboard', async ({ page }) => {
  await openAbout(page);
  await page.getByRole('radio', { name: 'Fast' }).focus();
  for (const name of ['fast', 'accurate'] as const) {
    const manifest = await readManifest(page, name);
    await expect(page.getByTestId('about')).toHaveAttribute('data-model', name);
    await expect(page.getByTestId('versions')).toContainText(manifest.weightsSha256);
    await expect(page.getByTestId('versions')).toContainText(String(manifest.training.gitCommit));

    const blind = findBlindScores(manifest.weightsSha256)?.readings.everyday?.ferPlusMajority;
    const percent = (share = NaN) => share.toLocaleString('en', { style: 'percent', minimumFractionDigits: 1 });
    await expect(page.getByTestId('blind-scores').getByRole('row').nth(1)).toContainText(percent(blind?.accuracy));
    const chosen = manifest.metrics.ferPlusMajority;
    await expect(page.getByTestId('chosen-scores').getByRole('row').nth(1)).toContainText(percent(chosen?.accuracy));
    await expect(page.getByTestId('recalls').getByRole('row')).toHaveCount(1 + EXPRESSIONS.length);
    const happy = page
      .getByTestId('confusion')
      .getByRole('row', { name: /^Happy/ })
      .getByRole('cell');
    await expect(happy).toHaveText((blind?.confusion[EXPRESSIONS.indexOf('happy')] ?? []).map(String));
    const tried = manifest.metrics.robustness?.corrupted.length ?? NaN;
    await expect(page.getByTestId('corruptions').getByRole('row')).toHaveCount(2 + tried);
    await page.keyboard.press('ArrowRight');
  }

  await page.getByTestId('matrix').getByText('Acting').click();
  await expect(page.getByTestId('confusion').locator('caption')).toContainText('Acting');
  await page.getByRole('navigation', { name: 'On this page' }).getByRole('button', { name: 'Limits' }).click();
  await expect(page.getByRole('heading', { name: 'Limits' })).toBeFocused();
  await expect(page, 'the address still names the place').toHaveURL(/#about$/);
  await expect(page.getByTestId('machine')).toContainText('WebAssembly');
});

test('a network whose papers do not arrive can be asked for again', async ({ page }) => {
  const address = `**/${pathOfModel('accurate')}manifest.json`;
  await page.route(address, (route) => route.fulfill({ status: 404 }));
  await openAbout(page);
  await page.getByText('Accurate', { exact: true }).click();
  await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'model-missing');
  await page.unroute(address);
  await page.getByTestId('retry').click();
  await expect(page.getByTestId('versions')).toBeVisible();
  await expect(page.getByTestId('message')).toHaveCount(0);
});
