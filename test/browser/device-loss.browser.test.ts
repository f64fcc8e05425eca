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
  /** What is said of the engine that reads on: WebGPU compiles in software for so long that another one stands in. */
  readonly note: RegExp;
  /** Whether to wait until it reads on the lost backend again. Compiling in software takes a minute: seen once is enough. */
  readonly awaitsReturn: boolean;
  /** Takes the graphics device away from under the engine. */
  readonly cause: (worker: Worker, browser: Browser) => Promise<void>;
}

const LOSSES: Readonly<Record<string, Loss>> = {
  'WebGPU was lost': {
    backend: 'webgpu',
    note: /running again, on WebAssembly/,
    awaitsReturn: true,
    cause: (worker) =>
      worker.evaluate(() => (globalThis as unknown as TfjsScope)._tfengine.backendInstance.device.destroy()),
  },
  'WebGL was lost': {
    backend: 'webgl',
    note: /running again/,
    awaitsReturn: true,
    cause: (worker) =>
      worker.evaluate(() => {
        const { gl } = (globalThis as unknown as TfjsScope)._tfengine.backendInstance.gpgpu;
        gl.getExtension('WEBGL_lose_context')?.loseContext();
      }),
  },
  'the GPU process has crashed under WebGPU': {
    backend: 'webgpu',
    note: /running again, on WebAssembly/,
    awaitsReturn: false,
    cause: (_, browser) => endGpuProcess(browser),
  },
};

for (const [what, { backend, note, awaitsReturn, cause }] of Object.entries(LOSSES)) {
  test(`live video goes on by itself after ${what}`, async ({ page, browser }) => {
    await openApp(page, `?model=fast&backend=${backend}`);
    await page.getByTestId('use-webcam').click();
    await readFaces(page, CAMERA.faces.length);

    const [worker] = page.workers();
    if (!worker) throw new Error('the page has no worker');
    await cause(worker, browser);
    await expect(page.getByTestId('engine-note')).toContainText(note);
    await expect(page.getByTestId('engine-status')).toHaveAttribute('data-state', 'ready');
    expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);
    if (awaitsReturn) {
      await expect(page.getByTestId('stats')).toHaveAttribute('data-backend', backend);
      expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);
    }
    await expect(page.getByTestId('message')).toHaveCount(0);
  });
}
