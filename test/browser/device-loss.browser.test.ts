import type { Page, Worker } from '@playwright/test';
import { endGpuProcess } from './end-gpu-process.ts';
import { CAMERA } from './face-pictures.ts';
import { expect, expectFaces, openApp, readFaces, test } from './mien-test.ts';
import type { ShownFace, ShownFrame } from './page-probe.ts';

/** Where tfjs keeps its engine in a worker, and in it the parts of the two graphics backends that can be lost. */
interface TfjsScope {
  readonly _tfengine: {
    readonly backendInstance: {
      readonly device: { destroy(): void };
      readonly gpgpu: { readonly gl: WebGL2RenderingContext };
    };
  };
}

/** Lets the app read the webcam, whose picture stands still here, and gives the worker that does. */
async function readWebcam(page: Page, backend: string): Promise<Worker> {
  await openApp(page, `?model=fast&backend=${backend}`);
  await page.getByTestId('use-webcam').click();
  await expect(page.getByTestId('stats')).toHaveAttribute('data-backend', backend);
  expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);
  const [worker] = page.workers();
  if (!worker) throw new Error('the page has no worker');
  return worker;
}

/** Waits for the note on the engine that goes on, and for its faces. */
async function expectToGoOn(page: Page, note: RegExp): Promise<ShownFace[]> {
  await expect(page.getByTestId('engine-note')).toContainText(note);
  await expect(page.getByTestId('engine-status')).toHaveAttribute('data-state', 'ready');
  const faces = await readFaces(page, CAMERA.faces.length);
  expectFaces(faces, CAMERA);
  await expect(page.getByTestId('message')).toHaveCount(0);
  return faces;
}

function expectSame({ faces }: ShownFrame, expected: readonly ShownFace[]): void {
  expectFaces(faces, CAMERA);
  faces.forEach(({ probabilities }, face) => {
    const differences = probabilities.map((value, k) => Math.abs(value - (expected[face]?.probabilities[k] ?? NaN)));
    expect(Math.max(...differences), `face ${face}`).toBeLessThan(1e-3);
  });
}

// The graphics card is software here, which shows whether WebGPU is right, not how fast it is: compiling the shaders takes
// up to 40 seconds, a frame several. So one page is asked all that there is to know of one.
test('WebGPU reads the webcam as WebAssembly does, which stands in for it while it is lost', async ({ page }) => {
  const worker = await readWebcam(page, 'webgpu');
  const frames = await page.evaluate(() => window.mienProbe.watchFrames(2));
  expect(new Set(frames.map((frame) => frame.numTensors)).size, 'tensors neither leak nor vanish').toBe(1);

  await worker.evaluate(() => (globalThis as unknown as TfjsScope)._tfengine.backendInstance.device.destroy());
  const onWasm = await expectToGoOn(page, /running again, on WebAssembly/);
  for (const frame of frames) expectSame(frame, onWasm);

  await expect(page.getByTestId('stats')).toHaveAttribute('data-backend', 'webgpu');
  const [returned] = await page.evaluate(() => window.mienProbe.watchFrames(1));
  expectSame(returned as ShownFrame, onWasm);
});

test('live video goes on by itself after WebGL was lost', async ({ page }) => {
  const worker = await readWebcam(page, 'webgl');
  await worker.evaluate(() => {
    const { gl } = (globalThis as unknown as TfjsScope)._tfengine.backendInstance.gpgpu;
    gl.getExtension('WEBGL_lose_context')?.loseContext();
  });
  await expectToGoOn(page, /running again/);
});

test('live video goes on by itself after the GPU process has crashed', async ({ page, browser }) => {
  await readWebcam(page, 'webgpu');
  await endGpuProcess(browser);
  await expectToGoOn(page, /running again, on WebAssembly/);
});
