import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { pathOfModel } from '../../src/core/model-names.ts';
import { makeTightCrop } from './face-pictures.ts';
import { openLive, readData } from './live-network-page.ts';
import { expect, openApp, test } from './mien-test.ts';

const LENET_FOLDER = `public/${pathOfModel('lenet5')}`;

test.describe("a network of the visitor's", () => {
  let folder: string;
  test.beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mien-own-'));
    await cp(LENET_FOLDER, path.join(folder, 'mine'), { recursive: true });
    await rm(path.join(folder, 'mine', 'MODEL_CARD.md'));
  });
  test.afterEach(() => rm(folder, { recursive: true }));

  const expectOwn = async (page: Page) => {
    await expect(page.getByTestId('own-status')).toContainText('168,971 parameters');
    await expect(page.getByTestId('network')).toHaveValue('own');
    await expect(page.getByTestId('live-network')).toHaveAttribute('data-network', 'lenet5');
  };
  const choose = async (page: Page, paths: string | string[], input = 'own-files') => {
    await page.getByTestId(input).setInputFiles(paths);
  };

  test('is looked into once its folder or its files are chosen', async ({ page }) => {
    await openLive(page, 'layer=c3&map=7&x=3&y=14');
    await choose(page, path.join(folder, 'mine'), 'own-folder');
    await expectOwn(page);
    const detail = page.getByTestId('value-detail');
    await expect(detail).toHaveAttribute('data-layer', 'c3');
    const { result, computed } = await readData(detail, 'result', 'computed');
    expect(result).toBeCloseTo(computed, 4);
    await page.getByText('Where', { exact: true }).click();
    await expect(page.getByTestId('class-kind')).toHaveAttribute('data-exact', 'false');
    await page.getByTestId('network').selectOption('fast');
    await expect(page.getByTestId('class-kind')).toHaveAttribute('data-exact', 'true');
    await page.getByTestId('network').selectOption('own');
    await expect(page.getByTestId('class-kind')).toHaveAttribute('data-exact', 'false');

    const files = ['manifest.json', 'model.json', 'weights.bin'].map((name) => path.join(folder, 'mine', name));
    await choose(page, files);
    await expectOwn(page);
    await expect(page.getByTestId('class-kind')).toHaveAttribute('data-exact', 'false');
  });

  /** Drops what lies at a path in the middle of the page, as a hand would. */
  async function dropPath(page: Page, dropped: string): Promise<void> {
    const session = await page.context().newCDPSession(page);
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      const data = { items: [], files: [path.resolve(dropped)], dragOperationsMask: 1 };
      await session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
    }
  }

  test('is looked into once its folder is dropped; a photo that is dropped becomes the face', async ({ page }) => {
    await openApp(page, '?model=fast#inside/live');
    await dropPath(page, path.join(folder, 'mine'));
    await expectOwn(page);
    await expect(page.getByTestId('drop-target')).toHaveCount(0);
    await expect(page.getByTestId('face-source')).toHaveAttribute('data-source', 'drawn');
    await dropPath(page, folder);
    await expectOwn(page);

    const photo = path.join(folder, 'face.jpg');
    await writeFile(photo, (await makeTightCrop()).buffer);
    await dropPath(page, photo);
    await expect(page.getByTestId('face-source')).toHaveAttribute('data-source', 'photo');
    await expectOwn(page);
  });

  test('is refused with a way on where it does not fit, and nothing that was open is lost', async ({ page }) => {
    await openLive(page, 'network=accurate');
    await choose(page, path.join(folder, 'mine'), 'own-folder');
    await expectOwn(page);
    const [manifest, model, weights] = ['manifest.json', 'model.json', 'weights.bin'].map((name) =>
      path.join(folder, 'mine', name),
    ) as [string, string, string];
    const message = page.getByTestId('own-network').getByTestId('message');
    const expectRefused = async (code: string, ...words: string[]) => {
      await expect(message).toHaveAttribute('data-code', code);
      for (const word of words) await expect(message).toContainText(word);
      await expect(page.getByTestId('network')).toHaveValue('own');
      await expect(page.getByTestId('live-network')).toHaveAttribute('data-network', 'lenet5');
      await expect(page.getByTestId('value-detail')).toHaveAttribute('data-result', /\d/);
    };

    await choose(page, [manifest, model]);
    await expectRefused('model-missing', 'Missing: weights.bin.');
    await choose(page, [model, weights]);
    await expectRefused('model-missing', 'Missing: manifest.json.');

    const photo = path.join(folder, 'face.jpg');
    await writeFile(photo, (await makeTightCrop()).buffer);
    await choose(page, photo);
    await expectRefused('model-missing', 'no network in this', 'A photo goes to the face');

    const bytes = await readFile(weights);
    await writeFile(weights, Buffer.from(bytes.map((byte, i) => (i === 1000 ? byte ^ 1 : byte))));
    await choose(page, path.join(folder, 'mine'), 'own-folder');
    await expectRefused('model-mismatch', 'make no network', 'SHA-256');
    await writeFile(weights, bytes);

    const json = JSON.parse(await readFile(manifest, 'utf8')) as { golden: { logits: number[][] } };
    json.golden.logits = json.golden.logits.map((row) => row.map((logit) => logit + 1));
    await writeFile(manifest, JSON.stringify(json));
    await choose(page, path.join(folder, 'mine'), 'own-folder');
    await expectRefused('model-miscomputed', 'other numbers than its manifest');

    await writeFile(model, 'no JSON');
    await choose(page, path.join(folder, 'mine'), 'own-folder');
    await expectRefused('model-mismatch', 'make no network');
    await page.getByTestId('network').selectOption('accurate');
    await expect(page.getByTestId('live-network')).toHaveAttribute('data-network', 'accurate');
  });

  test('stays while other chapters are open', async ({ page }) => {
    await openLive(page);
    await choose(page, path.join(folder, 'mine'), 'own-folder');
    await expectOwn(page);
    await page.locator('a[rel=prev]').click();
    await expect(page.getByTestId('chapter')).toHaveAttribute('data-chapter', 'lenet');
    await page.locator('a[rel=next]').click();
    await expect(page.getByTestId('network')).toHaveValue('own');
    await expect(page.getByTestId('live-network')).toHaveAttribute('data-network', 'lenet5');
  });
});
