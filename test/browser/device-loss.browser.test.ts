import type { Browser, Worker } from '@playwright/test';
import { endGpuProcess } from './end-gpu-process.ts';
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

interface Loss {
  readonly backend: string;
  /** Takes the graphics device away from under the engine. */
  readonly cause: (worker: Worker, browser: Browser) => Promise<void>;
}

const LOSSES: Readonly<Record<string, Loss>> = {
  'WebGPU was lost': {
    backend: 'webgpu',
    cause: (worker) =>
      worker.evaluate(() => (globalThis as unknown as TfjsScope)._tfengine.backendInstance.device.destroy()),
  },
  'WebGL was lost': {
    backend: 'webgl',
    cause: (worker) =>
      worker.evaluate(() => {
        const { gl } = (globalThis as unknown as TfjsScope)._tfengine.backendInstance.gpgpu;
        gl.getExtension('WEBGL_lose_context')?.loseContext();
      }),
  },
  'the GPU process has crashed under WebGPU': { backend: 'webgpu', cause: (_, browser) => endGpuProcess(browser) },
};

for (const [what, { backend, cause }] of Object.entries(LOSSES)) {
  test(`live video goes on by itself after ${what}`, async ({ page, browser }) => {
    await openApp(page, `?model=fast&backend=${backend}`);
    await page.getByTestId('use-webcam').click();
    await readFaces(page, CAMERA.faces.length);

    const [worker] = page.workers();
    if (!worker) throw new Error('the page has no worker');
    await cause(worker, browser);
    await expect(page.getByTestId('engine-note')).toContainText('graphics card stopped');
    await expect(page.getByTestId('engine-status')).toHaveAttribute('data-state', 'ready');
    await expect(page.getByTestId('stats')).toHaveAttribute('data-backend', backend);
    expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);
    await expect(page.getByTestId('message')).toHaveCount(0);
  });
}
