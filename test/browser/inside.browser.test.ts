import type { ModelManifest } from '../../src/core/model-manifest.ts';
import { MODEL_NAMES, pathOfModel } from '../../src/core/model-names.ts';
import { expect, test } from './mien-test.ts';

test('both networks layer by layer, and their totals are what their manifests count', async ({ page }) => {
  await page.goto('./?model=fast#inside');
  for (const name of MODEL_NAMES) {
    await page.locator(`input[value="${name}"]`).check({ force: true });
    const manifest = (await (await page.request.get(`./${pathOfModel(name)}manifest.json`)).json()) as ModelManifest;
    await expect(page.getByTestId('parameters')).toHaveText(manifest.parameters.toLocaleString('en'));
    await expect(page.getByTestId('macs')).toHaveText(manifest.macs.toLocaleString('en'));
  }
  const layers = page.getByTestId('layers');
  await expect(layers.getByRole('row', { name: /Convolution 3×3/ }).first()).toContainText('16 filters, stride 1');
  await expect(layers.getByRole('row', { name: /Sum/ }).first()).toContainText('with the output of layer 1');
});

test('a network that this page cannot read is refused with its reason', async ({ page }) => {
  await page.route(`**/${pathOfModel('accurate')}model.json`, (route) => route.fulfill({ json: { format: 'other' } }));
  await page.goto('./?model=fast#inside');
  await page.getByText('Accurate', { exact: true }).click();
  await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'model-mismatch');
  await expect(page.getByTestId('message')).toContainText('modelTopology');
});
