import type { Page } from '@playwright/test';
import { CAMERA } from './face-pictures.ts';
import { expect, expectFaces, openApp, readFaces, test } from './mien-test.ts';
import type { ShownFrame } from './page-probe.ts';

/** Three frames of the webcam, whose picture stands still here, read on one backend. */
async function readFrames(page: Page, backend: string): Promise<ShownFrame[]> {
  await openApp(page, `?model=fast&backend=${backend}`);
  await page.getByTestId('use-webcam').click();
  await readFaces(page, CAMERA.faces.length);
  await expect(page.getByTestId('stats')).toHaveAttribute('data-backend', backend);
  return page.evaluate(() => window.mienProbe.watchFrames(3));
}

// The graphics card is software here, which shows whether WebGPU is right, not how fast it is: compiling the shaders
// takes up to 40 seconds, a frame several.
test('WebGPU reads the webcam as WebAssembly does', async ({ page }) => {
  const onWasm = await readFrames(page, 'wasm');
  const onWebGpu = await readFrames(page, 'webgpu');
  expect(new Set(onWebGpu.map((frame) => frame.numTensors)).size, 'tensors neither leak nor vanish').toBe(1);
  onWebGpu.forEach(({ faces }, index) => {
    expectFaces(faces, CAMERA);
    const expected = onWasm[index]?.faces ?? [];
    faces.forEach(({ probabilities }, face) => {
      const differences = probabilities.map((value, k) => Math.abs(value - (expected[face]?.probabilities[k] ?? NaN)));
      expect(Math.max(...differences), `face ${face} of frame ${index}`).toBeLessThan(1e-3);
    });
  });
});
