import { beforeAll, expect, it } from 'vitest';
import { explainWindow } from '../../../../src/app/inside/windows/explain-window.ts';
import { createRandom } from '../../../../src/core/random.ts';
import { slideWindow } from '../../../../src/lab/slide-window.ts';
import { tidyAll } from '../../../../src/tensors/tidy-all.ts';
import { prepareWasmBackend } from '../../../../training/engines/tfjs/wasm-backend.ts';
import { drawSliding } from '../../../lab/draw-sliding.ts';

beforeAll(prepareWasmBackend);

it('takes every value apart that the laboratory computes, and comes to the same', () => {
  const random = createRandom(4);
  const seen = { conv: 0, max: 0, average: 0 };
  for (let setting = 0; setting < 200; setting++) {
    const { map, window } = drawSliding(random);
    const output = tidyAll(() => slideWindow(map, window));
    if (!output) continue;
    const [, columns, channels] = output.shape;
    output.values.forEach((value, i) => {
      const [x, y] = [Math.floor(i / channels) % columns, Math.floor(i / channels / columns)];
      const { terms, bias, combine, result } = explainWindow(map, window, { x, y, channel: i % channels });
      const products = terms.map((term) => term.value * term.weight);
      const combined =
        combine === 'maximum' ? Math.max(...products) : products.reduce((sum, product) => sum + product, bias ?? 0);
      expect(Math.abs(combined - value)).toBeLessThan(1e-4);
      expect(Math.abs(result - value)).toBeLessThan(1e-4);
    });
    seen[window.type]++;
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
});

it('says where each value lies, zeros around the map included', () => {
  const map = { shape: [2, 2, 1] as const, values: Float32Array.of(5, 6, 7, 8) };
  const kernels = Float32Array.of(1, 2, 3, 4);
  const window = { type: 'conv' as const, height: 2, width: 2, strideDown: 1, strideAcross: 1, padding: 1, kernels };
  const { terms } = explainWindow(map, window, { x: 0, y: 0, channel: 0 });
  expect(terms).toEqual([
    { x: -1, y: -1, channel: 0, value: 0, weight: 1 },
    { x: 0, y: -1, channel: 0, value: 0, weight: 2 },
    { x: -1, y: 0, channel: 0, value: 0, weight: 3 },
    { x: 0, y: 0, channel: 0, value: 5, weight: 4 },
  ]);
});
