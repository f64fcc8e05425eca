import type { Worker } from '@playwright/test';
import { CAMERA } from './face-pictures.ts';
import { expect, expectFaces, openApp, readFaces, test } from './mien-test.ts';

/** Where tfjs keeps its engine in a worker, and in it the parts of the two graphics backends that can be lost. */
interface TfjsScope {
  readonly _tfengine: {
    readonly backendInstance: {
      readonly device: { destroy(): void };
      readonly gpgpu: { readonly gl: WebGL2RenderingContext };
    };
  };
}

/** Takes the graphics device away from under the engine. */
const LOSSES: Readonly<Record<string, (worker: Worker) => Promise<void>>> = {
  webgpu: (worker) =>
    worker.evaluate(() => (globalThis as unknown as TfjsScope)._tfengine.backendInstance.device.destroy()),
  webgl: (worker) =>
    worker.evaluate(() => {
      const { gl } = (globalThis as unknown as TfjsScope)._tfengine.backendInstance.gpgpu;
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    }),
};

for (const [backend, lose] of Object.entries(LOSSES)) {
  test(`live video goes on by itself after ${backend} was lost`, async ({ page }) => {
    await openApp(page, `?model=fast&backend=${backend}`);
    await page.getByTestId('use-webcam').click();
    await readFaces(page, CAMERA.faces.length);

    const [worker] = page.workers();
    if (!worker) throw new Error('the page has no worker');
    await lose(worker);
    await expect(page.getByTestId('engine-note')).toContainText('graphics card stopped');
    await expect(page.getByTestId('engine-status')).toHaveAttribute('data-state', 'ready');
    await expect(page.getByTestId('stats')).toHaveAttribute('data-backend', backend);
    expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);
    await expect(page.getByTestId('message')).toHaveCount(0);
  });
}
